/**
 * Other ways to take a model's bias out of its answers than the paper's difference to the language prior, without
 * learning from images.
 */
@NullMarked
package dev.clue.eval.debiasing;

import org.jspecify.annotations.NullMarked;
