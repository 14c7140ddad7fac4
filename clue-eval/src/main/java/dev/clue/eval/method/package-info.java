/** Ways to judge an image that are compared with each other: CLUE, its ablations, and the baselines. */
@NullMarked
package dev.clue.eval.method;

import org.jspecify.annotations.NullMarked;
