/**
 * Learns {@link dev.clue.judge.Calibration calibrations} from images: with labels under a bound on missed violations,
 * without labels by what a model tends to answer.
 */
@NullMarked
package dev.clue.eval.calibration;

import org.jspecify.annotations.NullMarked;
