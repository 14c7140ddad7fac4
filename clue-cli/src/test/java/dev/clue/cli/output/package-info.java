/** Tests of what is shown. */
@NullMarked
package dev.clue.cli.output;

import org.jspecify.annotations.NullMarked;
