@org.jspecify.annotations.NullMarked
package dev.clue.lint;
