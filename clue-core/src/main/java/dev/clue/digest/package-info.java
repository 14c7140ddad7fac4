/** Digests, by which images, texts and files are told apart. */
@NullMarked
package dev.clue.digest;

import org.jspecify.annotations.NullMarked;
