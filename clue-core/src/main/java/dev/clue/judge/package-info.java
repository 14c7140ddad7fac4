/** CLUE itself: relevance scan, precondition chain, token probability, region difference, reasoning. */
@NullMarked
package dev.clue.judge;

import org.jspecify.annotations.NullMarked;
