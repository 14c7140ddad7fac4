/** One run of the judge: what it judges by, and what it has come to. */
@NullMarked
package dev.clue.cli.run;

import org.jspecify.annotations.NullMarked;
