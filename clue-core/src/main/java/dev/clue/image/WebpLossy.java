package dev.clue.image;

import java.awt.image.Raster;

/** A VP8 key frame, decoded by TwelveMonkeys from a file that holds nothing else. */
final class WebpLossy {

    private WebpLossy() {}

    static Pixels decode(ByteReader in, int width, int height) {
        Raster raster = WebpLossless.decode("VP8 ", in.take(in.remaining()));
        if (raster.getWidth() != width || raster.getHeight() != height) {
            throw Refusal.damaged("its header contradicts itself");
        }
        return new SamplePixels(raster, 3);
    }
}
