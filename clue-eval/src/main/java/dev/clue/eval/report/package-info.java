/** What a report of an evaluation says: runs side by side, and every figure computed from them, once for all formats. */
@NullMarked
package dev.clue.eval.report;

import org.jspecify.annotations.NullMarked;
