/** Tests of a constitution: images with the verdicts that people expect, and what the judge says instead. */
@NullMarked
package dev.clue.cli.cases;

import org.jspecify.annotations.NullMarked;
