@NullMarked
package dev.clue.prompt;

import org.jspecify.annotations.NullMarked;
