/** What the judge found: verdicts with every piece of evidence and its cost. */
@NullMarked
package dev.clue.verdict;

import org.jspecify.annotations.NullMarked;
