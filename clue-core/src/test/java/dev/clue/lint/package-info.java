@NullMarked
package dev.clue.lint;

import org.jspecify.annotations.NullMarked;
