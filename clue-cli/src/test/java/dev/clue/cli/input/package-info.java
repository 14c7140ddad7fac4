/** Tests of what is judged. */
@NullMarked
package dev.clue.cli.input;

import org.jspecify.annotations.NullMarked;
