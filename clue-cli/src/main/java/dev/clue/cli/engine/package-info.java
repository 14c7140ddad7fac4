/** Which models judge: the seam between the command line and the engines. */
@NullMarked
package dev.clue.cli.engine;

import org.jspecify.annotations.NullMarked;
