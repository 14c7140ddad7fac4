@NullMarked
package dev.clue.eval.debiasing;

import org.jspecify.annotations.NullMarked;
