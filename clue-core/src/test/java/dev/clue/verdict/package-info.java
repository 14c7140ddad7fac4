@NullMarked
package dev.clue.verdict;

import org.jspecify.annotations.NullMarked;
