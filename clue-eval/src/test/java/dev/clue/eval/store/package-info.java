@NullMarked
package dev.clue.eval.store;

import org.jspecify.annotations.NullMarked;
