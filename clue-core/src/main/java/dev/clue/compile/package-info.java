/**
 * The offline half of CLUE (paper sections 3.1, 3.3, 3.4): rules in prose become objective rules with chains of
 * preconditions and central objects, checked before anybody judges by them.
 */
@NullMarked
package dev.clue.compile;

import org.jspecify.annotations.NullMarked;
