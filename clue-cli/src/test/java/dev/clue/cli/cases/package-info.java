@NullMarked
package dev.clue.cli.cases;

import org.jspecify.annotations.NullMarked;
