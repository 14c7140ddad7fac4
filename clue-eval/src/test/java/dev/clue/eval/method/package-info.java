@NullMarked
package dev.clue.eval.method;

import org.jspecify.annotations.NullMarked;
