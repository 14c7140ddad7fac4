/** Tests of what a compilation needs. */
@NullMarked
package dev.clue.cli.compile;

import org.jspecify.annotations.NullMarked;
