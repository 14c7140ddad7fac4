@NullMarked
package dev.clue.eval.run;

import org.jspecify.annotations.NullMarked;
