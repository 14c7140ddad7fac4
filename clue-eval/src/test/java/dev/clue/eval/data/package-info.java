@NullMarked
package dev.clue.eval.data;

import org.jspecify.annotations.NullMarked;
