package dev.clue.probe;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;

/** Two images that have nothing in common: what is in one of them is not in the other, and neither are its colours. */
final class ProbeImages {

    static final int SIDE = 224;

    private static final int RED = 0xd8201c;
    private static final int WHITE = 0xffffff;
    private static final int BLUE = 0x1c3fb8;
    private static final int YELLOW = 0xf7d51d;

    /** A white disc on red. */
    static final RgbImage DISC =
            drawn((x, y) -> square(x - SIDE / 2) + square(y - SIDE / 2) < square(SIDE / 3) ? WHITE : RED);

    /** Yellow bars on blue. */
    static final RgbImage BARS = drawn((x, y) -> x / (SIDE / 7) % 2 == 1 && y > SIDE / 4 ? YELLOW : BLUE);

    private ProbeImages() {}

    /** A part of the images, another one for each number. */
    static Box corner(int number) {
        int at = number % (SIDE - 2);
        return new Box(at, 0, at + 2, 2);
    }

    interface Painter {
        int colour(int x, int y);
    }

    static RgbImage drawn(Painter painter) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int colour = painter.colour(x, y);
                int at = 3 * (y * SIDE + x);
                rgb[at] = (byte) (colour >> 16);
                rgb[at + 1] = (byte) (colour >> 8);
                rgb[at + 2] = (byte) colour;
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    private static int square(int value) {
        return value * value;
    }
}
