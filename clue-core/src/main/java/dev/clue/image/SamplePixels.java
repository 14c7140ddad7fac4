package dev.clue.image;

import java.awt.image.Raster;

/** Grey or RGB of 8 bits a sample, as they lie in a raster. */
record SamplePixels(Raster raster, int components) implements Pixels {

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public void row(int y, int[] row) {
        int width = width();
        int[] samples = raster.getPixels(0, y, width, 1, (int[]) null);
        for (int x = 0; x < width; x++) {
            int red = samples[components * x];
            int green = components == 1 ? red : samples[components * x + 1];
            int blue = components == 1 ? red : samples[components * x + 2];
            row[x] = 0xff000000 | red << 16 | green << 8 | blue;
        }
    }
}
