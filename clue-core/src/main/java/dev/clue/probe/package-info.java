/** What a model can do, found out by asking it: whether it sees images, and whether it answers about the right one. */
@NullMarked
package dev.clue.probe;

import org.jspecify.annotations.NullMarked;
