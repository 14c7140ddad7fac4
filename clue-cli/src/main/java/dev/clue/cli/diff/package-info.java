/** Two runs compared, for people and for programs. */
@NullMarked
package dev.clue.cli.diff;

import org.jspecify.annotations.NullMarked;
