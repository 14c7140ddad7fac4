package dev.clue.onnx.hub;

/** Hears how fetching goes on, from the thread that fetches. */
public interface PullListener {

    /** Hears nothing. */
    PullListener NONE = new PullListener() {};

    /**
     * Fetching begins.
     *
     * @param listing the repository
     * @param bytes to be fetched in all, those excepted that are here already
     */
    default void begins(HubListing listing, long bytes) {}

    /**
     * More bytes are here.
     *
     * @param count how many; negative if some have to be fetched again
     */
    default void received(long count) {}

    /** Something that a person may want to know, such as a wait: one sentence without a full stop. */
    default void says(String sentence) {}
}
