@NullMarked
package dev.clue.eval.calibration;

import org.jspecify.annotations.NullMarked;
