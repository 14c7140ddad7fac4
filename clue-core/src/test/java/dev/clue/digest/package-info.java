@NullMarked
package dev.clue.digest;

import org.jspecify.annotations.NullMarked;
