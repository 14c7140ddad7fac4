/** The HTML report: one file that shows every image with its evidence. */
@NullMarked
package dev.clue.cli.report;

import org.jspecify.annotations.NullMarked;
