package dev.clue.model;

/**
 * What was spent on a model.
 *
 * @param calls requests that the model answered: a question scored, a generated turn, an image encoded
 * @param inputTokens prompt tokens that were computed (those of a shared prefix count once; at a server, those that it
 *     says its cache had do not count)
 * @param outputTokens generated tokens; at a server also the one behind each score
 */
public record Usage(long calls, long inputTokens, long outputTokens) {

    /** Nothing spent. */
    public static final Usage NONE = new Usage(0, 0, 0);

    /** The sum of both. */
    public Usage plus(Usage other) {
        return new Usage(calls + other.calls, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
    }

    /** What was spent since the other, which is a part of this. */
    public Usage minus(Usage other) {
        return new Usage(calls - other.calls, inputTokens - other.inputTokens, outputTokens - other.outputTokens);
    }
}
