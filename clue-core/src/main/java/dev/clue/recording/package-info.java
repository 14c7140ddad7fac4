/** Answers of a text model, recorded by prompt, and replayed: for tests, for reviews, and to work without a server. */
@NullMarked
package dev.clue.recording;

import org.jspecify.annotations.NullMarked;
