/** Thresholds learned from images: with labels under a bound on missed violations, without labels by their means. */
@NullMarked
package dev.clue.eval.calibrate;

import org.jspecify.annotations.NullMarked;
