/** Where verdicts go: text, JSON, JSON Lines, and files that survive a crash. */
@NullMarked
package dev.clue.cli.output;

import org.jspecify.annotations.NullMarked;
