package dev.clue.onnx;

import dev.clue.image.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * The overlapping parts of an image in which a detector looks for what is too small to be found in the whole image,
 * as in slicing aided inference (Akyon et al., ICIP 2022). The paper's detector sees the whole image alone.
 *
 * @param perSide how many tiles lie along each side of the image, 1 to {@link #MOST}; with 1 the image is not cut
 */
record Tiles(int perSide) {

    static final int MOST = 8;
    static final Tiles NONE = new Tiles(1);

    /** The part of a tile's width or height that the next one shows, too. */
    private static final double OVERLAP = 0.25;

    /** The share of its tile above which something is not small: the whole image shows it well enough. */
    private static final double LARGE = 0.125;

    /**
     * The share of a tile's width or height from an inner edge at which a box is taken to be cut by it: two pixels in a
     * tile of a 512 px image, and as much of what the detector sees in a larger one.
     */
    private static final double CUT = 0.007;

    /** Pixels of a tile's width or height below which enlarging it shows nothing. */
    private static final int SMALLEST = 16;

    Tiles {
        if (perSide < 1 || perSide > MOST) {
            throw new IllegalArgumentException("tiles along a side: " + perSide + ", not from 1 to " + MOST);
        }
    }

    /** The tiles of an image, row by row; none where the image is not cut, or too small to be. */
    List<Box> of(Box image) {
        int width = length(image.width());
        int height = length(image.height());
        List<Box> tiles = new ArrayList<>();
        if (perSide == 1 || width < SMALLEST || height < SMALLEST) {
            return tiles;
        }
        for (int row = 0; row < perSide; row++) {
            for (int column = 0; column < perSide; column++) {
                int left = column * (image.width() - width) / (perSide - 1);
                int top = row * (image.height() - height) / (perSide - 1);
                tiles.add(new Box(left, top, left + width, top + height));
            }
        }
        return tiles;
    }

    private int length(int side) {
        return (int) Math.ceil(side / (perSide - (perSide - 1) * OVERLAP));
    }

    /**
     * Whether a box that was found in a tile is the whole of something small: it is not cut by an edge at which the
     * image goes on, and the tile shows more than it.
     *
     * @param found edges in pixels of the image
     */
    static boolean showsWhole(Found found, Box tile, Box image) {
        double cutX = CUT * tile.width();
        double cutY = CUT * tile.height();
        boolean cut = (tile.left() > image.left() && found.left() < tile.left() + cutX)
                || (tile.top() > image.top() && found.top() < tile.top() + cutY)
                || (tile.right() < image.right() && found.right() > tile.right() - cutX)
                || (tile.bottom() < image.bottom() && found.bottom() > tile.bottom() - cutY);
        return !cut && found.area() <= LARGE * tile.area();
    }
}
