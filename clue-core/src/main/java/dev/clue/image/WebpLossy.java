package dev.clue.image;

/**
 * A VP8 key frame as pixels. Chroma is interpolated and converted to RGB to the bit as libwebp does it: the standard
 * leaves both open, and libwebp is what images were made for.
 */
final class WebpLossy implements Pixels {

    private final Vp8Frame frame;
    private final int width;
    private final int height;

    private WebpLossy(Vp8Frame frame, int width, int height) {
        this.frame = frame;
        this.width = width;
        this.height = height;
    }

    static Pixels decode(ByteReader in, int width, int height) {
        return new WebpLossy(Vp8Frame.decode(in, width, height), width, height);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void row(int y, int[] row) {
        Vp8Plane luma = frame.luma;
        int last = (height + 1) / 2 - 1;
        int near = y / 2;
        // Odd rows lie closer to the chroma row above them, even rows to the one below: at the ends there is one only.
        int far = Math.max(0, Math.min(last, y % 2 == 0 ? near - 1 : near + 1));
        for (int x = 0; x < width; x++) {
            int blueDifference = chroma(frame.chroma[0], x, near, far);
            int redDifference = chroma(frame.chroma[1], x, near, far);
            row[x] = rgb(luma.get(luma.index(x, y)), blueDifference, redDifference);
        }
    }

    /** Weights of 9, 3, 3 and 1 for the four nearest samples, rounded as libwebp rounds. */
    private int chroma(Vp8Plane plane, int x, int near, int far) {
        int column = x / 2;
        int beside = x % 2 == 0 ? column - 1 : column + 1;
        int nearest = plane.get(plane.index(column, near));
        int above = plane.get(plane.index(column, far));
        if (beside < 0 || beside > (width + 1) / 2 - 1) {
            return (3 * nearest + above + 2) >> 2;
        }
        int side = plane.get(plane.index(beside, near));
        int diagonal = plane.get(plane.index(beside, far));
        int mixed = (nearest + above + side + diagonal + 8 + 2 * (above + side)) >> 3;
        return (mixed + nearest) >> 1;
    }

    private static int rgb(int luma, int blueDifference, int redDifference) {
        int scaled = (luma * 19077) >> 8;
        int red = scaled + ((redDifference * 26149) >> 8) - 14234;
        int green = scaled - ((blueDifference * 6419) >> 8) - ((redDifference * 13320) >> 8) + 8708;
        int blue = scaled + ((blueDifference * 33050) >> 8) - 17685;
        return 0xff000000 | clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
    }

    private static int clamp(int sixtyFourths) {
        return Math.max(0, Math.min(255, sixtyFourths >> 6));
    }
}
