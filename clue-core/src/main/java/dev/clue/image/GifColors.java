package dev.clue.image;

/** A colour table of a GIF. */
final class GifColors {

    private static final int OPAQUE = 0xff000000;

    private final int[] argb;

    /** Reads a table of {@code size} colours. */
    GifColors(ByteReader in, int size) {
        argb = new int[size];
        for (int i = 0; i < size; i++) {
            argb[i] = OPAQUE | in.u8() << 16 | in.u8() << 8 | in.u8();
        }
    }

    /** The colour of an index; black for an index that the table does not have, as browsers show it. */
    int argb(int index) {
        return index < argb.length ? argb[index] : OPAQUE;
    }
}
