/** What can go wrong, sorted by what the caller can do about it. */
@NullMarked
package dev.clue.error;

import org.jspecify.annotations.NullMarked;
