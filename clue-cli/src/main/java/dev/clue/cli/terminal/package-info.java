/** What the streams are connected to: colours, width, whether anybody watches. */
@NullMarked
package dev.clue.cli.terminal;

import org.jspecify.annotations.NullMarked;
