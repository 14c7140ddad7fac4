/** The prompts of the judge and the one place that renders each. */
@NullMarked
package dev.clue.prompt;

import org.jspecify.annotations.NullMarked;
