package dev.clue.openai;

import dev.clue.model.Usage;

/**
 * What a server was asked for, and what it cost.
 *
 * @param value the answer
 * @param usage its cost
 */
record Answered<T>(T value, Usage usage) {}
