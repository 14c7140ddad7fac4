/** Plots as SVG that stands in an HTML page: no script, no style sheet, colours that the page decides. */
@NullMarked
package dev.clue.eval.plot;

import org.jspecify.annotations.NullMarked;
