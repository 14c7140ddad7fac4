@NullMarked
package dev.clue.recording;

import org.jspecify.annotations.NullMarked;
