package dev.clue.yaml;

/**
 * A stretch of a text.
 *
 * @param start where it begins, in UTF-16 code units from 0
 * @param end where it has ended, in UTF-16 code units from 0; {@code start} where it is empty
 * @param line where it begins, from 1
 * @param column where it begins in its line, from 1, in characters (Unicode code points)
 * @param endLine where it has ended, from 1
 * @param endColumn the column after its last character, from 1, in characters
 */
public record Span(int start, int end, int line, int column, int endLine, int endColumn) {}
