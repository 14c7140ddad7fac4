/** What clue compile shows: the rules with their chains and findings, as text, as JSON and as a difference. */
@NullMarked
package dev.clue.cli.compile;

import org.jspecify.annotations.NullMarked;
