package dev.clue.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import org.jspecify.annotations.Nullable;

/** How the stored rows and columns lie in the upright image: the EXIF orientations 1 to 8, in this order. */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    TURNED_RIGHT(true, true, false),
    TRANSVERSED(true, true, true),
    TURNED_LEFT(true, false, true);

    private static final Orientation[] BY_EXIF = values();

    private final boolean swapsSides;
    private final boolean fromRight;
    private final boolean fromBottom;

    /**
     * @param swapsSides whether stored rows are upright columns
     * @param fromRight whether stored pixels (or rows, where sides are swapped) run from the upright right to the left
     * @param fromBottom whether stored rows (or pixels) run from the upright bottom to the top
     */
    Orientation(boolean swapsSides, boolean fromRight, boolean fromBottom) {
        this.swapsSides = swapsSides;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** From EXIF data, without its "Exif" mark; upright where there is none, or none that makes sense. */
    static Orientation of(byte @Nullable [] exif) {
        if (exif == null) {
            return UPRIGHT;
        }
        try {
            Metadata metadata = new Metadata();
            new ExifReader().extract(new ByteArrayReader(exif), metadata);
            ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
            Integer value = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
            return value == null || value < 1 || value > BY_EXIF.length ? UPRIGHT : BY_EXIF[value - 1];
        } catch (RuntimeException e) {
            // Damaged EXIF says nothing about the pixels: every viewer shows such an image as it is stored.
            return UPRIGHT;
        }
    }

    /** Columns of the upright image. */
    int width(int storedWidth, int storedHeight) {
        return swapsSides ? storedHeight : storedWidth;
    }

    /** Rows of the upright image. */
    int height(int storedWidth, int storedHeight) {
        return swapsSides ? storedWidth : storedHeight;
    }

    /** Where the first pixel of a stored row lies in the upright image, counted in pixels. */
    int start(int row, int storedWidth, int storedHeight) {
        int width = width(storedWidth, storedHeight);
        int height = height(storedWidth, storedHeight);
        int x = swapsSides ? row : 0;
        int y = swapsSides ? 0 : row;
        return (fromBottom ? height - 1 - y : y) * width + (fromRight ? width - 1 - x : x);
    }

    /** From one stored pixel of a row to the next in the upright image, counted in pixels. */
    int step(int storedWidth, int storedHeight) {
        if (swapsSides) {
            return fromBottom ? -width(storedWidth, storedHeight) : width(storedWidth, storedHeight);
        }
        return fromRight ? -1 : 1;
    }
}
