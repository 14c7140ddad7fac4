/** Findings about constitutions, as text, JSON and SARIF. */
@NullMarked
package dev.clue.cli.lint;

import org.jspecify.annotations.NullMarked;
