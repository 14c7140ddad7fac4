/** Tests of what is judged. */
@NullMarked
package dev.clue.cli.compile;

import org.jspecify.annotations.NullMarked;
