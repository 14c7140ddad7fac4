/** Which images to judge, and by which constitution. */
@NullMarked
package dev.clue.cli.input;

import org.jspecify.annotations.NullMarked;
