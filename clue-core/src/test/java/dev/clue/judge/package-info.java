@NullMarked
package dev.clue.judge;

import org.jspecify.annotations.NullMarked;
