/** The report of an evaluation: one HTML page without a script. */
@NullMarked
package dev.clue.cli.report.eval;

import org.jspecify.annotations.NullMarked;
