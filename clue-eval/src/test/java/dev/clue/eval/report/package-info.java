@NullMarked
package dev.clue.eval.report;

import org.jspecify.annotations.NullMarked;
