@NullMarked
package dev.clue.yaml;

import org.jspecify.annotations.NullMarked;
