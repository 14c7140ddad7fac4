@NullMarked
package dev.clue.cli.report.eval;

import org.jspecify.annotations.NullMarked;
