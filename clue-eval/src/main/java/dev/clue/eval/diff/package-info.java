/** Two runs over the same images compared: which verdicts flipped, and by which evidence. */
@NullMarked
package dev.clue.eval.diff;

import org.jspecify.annotations.NullMarked;
