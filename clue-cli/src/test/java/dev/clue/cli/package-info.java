/** Tests of the command. */
@NullMarked
package dev.clue.cli;

import org.jspecify.annotations.NullMarked;
