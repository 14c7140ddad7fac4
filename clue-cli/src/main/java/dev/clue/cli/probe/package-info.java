/** What {@code clue probe} shows. */
@NullMarked
package dev.clue.cli.probe;

import org.jspecify.annotations.NullMarked;
