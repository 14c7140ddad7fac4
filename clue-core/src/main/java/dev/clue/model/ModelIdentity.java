package dev.clue.model;

/**
 * Which model answered; part of every verdict, and the key under which what a model said is kept.
 *
 * @param name what the user calls the model, such as {@code pictogram}
 * @param digest {@code sha256:} and 64 hex digits over every file that shapes the model's answers; for a
 *     server, over its address and model name
 */
public record ModelIdentity(String name, String digest) {}
