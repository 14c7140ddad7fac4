package dev.clue.openai;

/**
 * Whether the first request about an image goes alone, ahead of the others, which then find the image in the server's
 * caches and, where the server knows images by name, need not send it again. It is one of the questions that are asked
 * anyway, so it costs a wait and no request.
 */
public enum Leader {
    /** About each image. */
    ALWAYS,
    /** Never. */
    NEVER
}
