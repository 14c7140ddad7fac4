package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an Idefics3 model sees an image: squashed to one square, or, with splitting, enlarged and cut into square tiles
 * row by row, followed by the whole squashed to a square.
 */
final class Idefics3Views {

    /** The side above which the reference never enlarges. */
    private static final int LARGEST_SIDE = 4096;

    private final int longestEdge;
    private final int tileSide;
    private final boolean splitting;
    private final ResamplingFilter filter;
    private final Normalisation normalisation;

    private Idefics3Views(
            int longestEdge, int tileSide, boolean splitting, ResamplingFilter filter, Normalisation normalisation) {
        this.longestEdge = longestEdge;
        this.tileSide = tileSide;
        this.splitting = splitting;
        this.filter = filter;
        this.normalisation = normalisation;
    }

    /**
     * As a {@code preprocessor_config.json} says.
     *
     * @param splitting overrides {@code do_image_splitting}
     */
    static Idefics3Views of(ConfigFile config, Optional<Boolean> splitting) {
        if (!config.flag("do_resize", true)) {
            throw new ModelUnfitException(
                    config.path()
                            + ": \"do_resize\" is false, but the vision tower takes one size only. Restore the published file.");
        }
        return new Idefics3Views(
                config.requireInt("size.longest_edge"),
                config.requireInt("max_image_size.longest_edge"),
                splitting.orElseGet(() -> config.flag("do_image_splitting", true)),
                ResamplingFilter.of(config, ResamplingFilter.LANCZOS),
                Normalisation.of(config, Normalisation.HALF, Normalisation.HALF));
    }

    int tileSide() {
        return tileSide;
    }

    boolean splitting() {
        return splitting;
    }

    Normalisation normalisation() {
        return normalisation;
    }

    /** What the vision tower is shown: rows x columns tiles, then the whole; 0 x 0 tiles if the image is not split. */
    record Views(int rows, int columns, List<RgbImage> images) {}

    Views of(RgbImage image) {
        RgbImage enlarged = enlarge(image);
        if (!splitting) {
            return new Views(0, 0, List.of(Resize.to(enlarged, tileSide, tileSide, filter)));
        }
        RgbImage even = toWholeTiles(enlarged);
        int rows = even.height() / tileSide;
        int columns = even.width() / tileSide;
        if (rows == 1 && columns == 1) {
            return new Views(0, 0, List.of(even));
        }
        List<RgbImage> images = new ArrayList<>(rows * columns + 1);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int left = column * tileSide;
                int top = row * tileSide;
                images.add(even.crop(new Box(left, top, left + tileSide, top + tileSide)));
            }
        }
        images.add(Resize.to(even, tileSide, tileSide, filter));
        return new Views(rows, columns, images);
    }

    /** The longest edge becomes the configured one; the other keeps the proportions and is made even. */
    private RgbImage enlarge(RgbImage image) {
        double aspect = (double) image.width() / image.height();
        int width;
        int height;
        if (image.width() >= image.height()) {
            width = longestEdge;
            height = even((int) (width / aspect));
        } else {
            height = longestEdge;
            width = even((int) (height * aspect));
        }
        width = Math.max(width, 1);
        height = Math.max(height, 1);
        aspect = (double) width / height;
        if (width >= height && width > LARGEST_SIDE) {
            width = LARGEST_SIDE;
            height = (int) (width / aspect);
        } else if (height > width && height > LARGEST_SIDE) {
            height = LARGEST_SIDE;
            width = (int) (height * aspect);
        }
        return Resize.to(image, Math.max(width, 1), Math.max(height, 1), filter);
    }

    private RgbImage toWholeTiles(RgbImage image) {
        double aspect = (double) image.width() / image.height();
        int width;
        int height;
        if (image.width() >= image.height()) {
            width = wholeTiles(image.width());
            height = wholeTiles((int) (width / aspect));
        } else {
            height = wholeTiles(image.height());
            width = wholeTiles((int) (height * aspect));
        }
        return Resize.to(image, width, height, filter);
    }

    private int wholeTiles(int length) {
        return Math.ceilDiv(length, tileSide) * tileSide;
    }

    private static int even(int length) {
        return length + length % 2;
    }
}
