/** The safety policy: a constitution of rules, each a chain of preconditions over visual statements. */
@NullMarked
package dev.clue.constitution;

import org.jspecify.annotations.NullMarked;
