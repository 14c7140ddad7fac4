/** Tests of terminals. */
@NullMarked
package dev.clue.cli.terminal;

import org.jspecify.annotations.NullMarked;
