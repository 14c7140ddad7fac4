/** Labelled sets of images, read from the layouts that people keep them in. */
@NullMarked
package dev.clue.eval.data;

import org.jspecify.annotations.NullMarked;
