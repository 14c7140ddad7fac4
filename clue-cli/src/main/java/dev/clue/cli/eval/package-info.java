/** Evaluation on labelled sets: which methods, and where their results go. */
@NullMarked
package dev.clue.cli.eval;

import org.jspecify.annotations.NullMarked;
