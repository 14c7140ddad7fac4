@NullMarked
package dev.clue.eval.plot;

import org.jspecify.annotations.NullMarked;
