/** Tests of the report. */
@NullMarked
package dev.clue.cli.report;

import org.jspecify.annotations.NullMarked;
