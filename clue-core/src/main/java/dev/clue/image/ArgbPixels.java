package dev.clue.image;

/** Pixels that are decoded already, one ARGB number each. */
final class ArgbPixels implements Pixels {

    private final int width;
    private final int height;
    private final int[] argb;

    ArgbPixels(int width, int height, int[] argb) {
        this.width = width;
        this.height = height;
        this.argb = argb;
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
        System.arraycopy(argb, y * width, row, 0, width);
    }
}
