/** How good predictions are against labels. */
@NullMarked
package dev.clue.eval.metric;

import org.jspecify.annotations.NullMarked;
