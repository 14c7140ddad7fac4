package dev.clue.openai;

/**
 * Whether the first request about an image goes alone, ahead of the others, which then find the image in the server's
 * caches. It is one of the questions that are asked anyway, so it costs a wait and no request.
 */
public enum Leader {
    /**
     * Only where it saves more than a wait: not at a server that finds an image among the requests in work and not only
     * among the answered ones (vLLM), if the image is small; see {@link Picture#isSmall()}.
     */
    AUTO,
    /** About each image. */
    ALWAYS,
    /** Never. */
    NEVER;

    /**
     * Whether one is to go ahead.
     *
     * @param findsImagesInWork whether the server encodes an image once that comes with several requests at the same time
     */
    boolean goesAhead(Picture picture, boolean findsImagesInWork) {
        return switch (this) {
            case AUTO -> !(findsImagesInWork && picture.isSmall());
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
