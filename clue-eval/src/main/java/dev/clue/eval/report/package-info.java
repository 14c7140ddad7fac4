/** What an evaluation comes to: tables for people, JSON and CSV for programs, and the layout of the paper's tables. */
@NullMarked
package dev.clue.eval.report;

import org.jspecify.annotations.NullMarked;
