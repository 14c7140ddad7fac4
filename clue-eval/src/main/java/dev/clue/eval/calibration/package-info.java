/** Other ways to take a model's bias out of its answers, beside the paper's difference to the language prior. */
@NullMarked
package dev.clue.eval.calibration;

import org.jspecify.annotations.NullMarked;
