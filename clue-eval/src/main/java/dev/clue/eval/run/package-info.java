/** Runs methods over labelled images and keeps what they predict. */
@NullMarked
package dev.clue.eval.run;

import org.jspecify.annotations.NullMarked;
