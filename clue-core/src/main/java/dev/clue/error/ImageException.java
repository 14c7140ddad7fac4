package dev.clue.error;

/**
 * An image cannot be judged: the item is skipped, its verdict is undecided, the batch goes on.
 */
public final class ImageException extends ClueException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why an image cannot be judged; the {@code error.kind} of a verdict line. */
    public enum Kind {
        /** The file cannot be opened or read. */
        UNREADABLE,
        /** No bytes at all. */
        EMPTY,
        /** The content is not an image format that clue knows. */
        NOT_AN_IMAGE,
        /** A known image format that cannot be decoded here (HEIC, AVIF). */
        UNSUPPORTED_FORMAT,
        /** The content ends early or contradicts itself. */
        DAMAGED,
        /** Bytes, pixels, sides or frames are above the limit. */
        TOO_LARGE
    }

    /**
     * @param kind why
     * @param message what is wrong, in which file, and what to do next
     */
    public ImageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /**
     * @param kind why
     * @param message what is wrong, in which file, and what to do next
     * @param cause what lies beneath
     */
    public ImageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why the image cannot be judged. */
    public Kind kind() {
        return kind;
    }
}
