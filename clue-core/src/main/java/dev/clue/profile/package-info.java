/** Profile files: what {@code clue calibrate} learned, and for which models, prompts and constitution. */
@NullMarked
package dev.clue.profile;

import org.jspecify.annotations.NullMarked;
