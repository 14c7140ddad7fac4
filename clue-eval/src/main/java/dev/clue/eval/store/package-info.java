/** Model calls that are kept: what was asked once is not computed again. */
@NullMarked
package dev.clue.eval.store;

import org.jspecify.annotations.NullMarked;
