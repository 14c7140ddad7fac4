package dev.clue.image;

/** The image formats that are decoded. */
public enum ImageFormat {
    /** PNG, animated (APNG) or not. */
    PNG("image/png"),
    /** JPEG, baseline or progressive. */
    JPEG("image/jpeg"),
    /** WebP, lossy or lossless, animated or not. */
    WEBP("image/webp"),
    /** GIF, animated or not. */
    GIF("image/gif"),
    /** Windows bitmap. */
    BMP("image/bmp");

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type, such as {@code image/png}. */
    public String mediaType() {
        return mediaType;
    }
}
