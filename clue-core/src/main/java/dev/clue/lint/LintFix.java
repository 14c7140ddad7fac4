package dev.clue.lint;

import dev.clue.yaml.Span;

/**
 * A change of the file that mends a finding.
 *
 * @param description what it does
 * @param span what is replaced; empty where something is inserted
 * @param text what takes its place
 */
public record LintFix(String description, Span span, String text) {}
