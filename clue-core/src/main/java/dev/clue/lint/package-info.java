/** Offline findings about a policy: what makes it hard to judge by, where it stands, and what to do. */
@NullMarked
package dev.clue.lint;

import org.jspecify.annotations.NullMarked;
