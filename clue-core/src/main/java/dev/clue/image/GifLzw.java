package dev.clue.image;

/**
 * The decompression of GIF (GIF89a, appendix F). The JDK has one too, but it leaves pixels that are missing at colour 0
 * without a word; a damaged image must not pass for a sound one.
 */
final class GifLzw {

    private static final int MOST_BITS = 12;
    private static final int CODES = 1 << MOST_BITS;

    private final ByteReader in;
    private final byte[] pixels;
    private final short[] prefix = new short[CODES];
    private final byte[] suffix = new byte[CODES];
    private final byte[] string = new byte[CODES + 1];
    private int blockLeft;
    private int bits;
    private int bitCount;
    private int filled;

    private GifLzw(ByteReader in, int count) {
        this.in = in;
        this.pixels = new byte[count];
    }

    /**
     * Decodes one frame.
     *
     * @param in at the minimum code size
     * @param count how many pixels there must be
     * @return colour indices in stored order
     */
    static byte[] decode(ByteReader in, int count) {
        GifLzw lzw = new GifLzw(in, count);
        lzw.decode();
        return lzw.pixels;
    }

    private void decode() {
        int minimum = in.u8();
        if (minimum < 1 || minimum > 8) {
            throw Refusal.damaged("a frame has a code size of " + minimum);
        }
        int clear = 1 << minimum;
        int end = clear + 1;
        int size = minimum + 1;
        int free = end + 1;
        int previous = -1;
        int first = 0;
        for (int i = 0; i < clear; i++) {
            suffix[i] = (byte) i;
        }
        while (filled < pixels.length) {
            int code = code(size);
            if (code == clear) {
                size = minimum + 1;
                free = end + 1;
                previous = -1;
                continue;
            }
            if (code < 0 || code == end) {
                throw Refusal.endsEarly("with " + filled + " of " + pixels.length + " pixels in a frame");
            }
            if (code > free || (code == free && previous < 0) || (previous < 0 && code > end)) {
                throw Refusal.damaged("its compressed data makes no sense");
            }
            int length = 0;
            int at = code;
            if (code == free) {
                string[length++] = (byte) first;
                at = previous;
            }
            while (at >= clear) {
                string[length++] = suffix[at];
                at = prefix[at];
            }
            first = at;
            string[length++] = (byte) first;
            while (length > 0 && filled < pixels.length) {
                pixels[filled++] = string[--length];
            }
            if (previous >= 0 && free < CODES) {
                prefix[free] = (short) previous;
                suffix[free] = (byte) first;
                free++;
                if (free == 1 << size && size < MOST_BITS) {
                    size++;
                }
            }
            previous = code;
        }
    }

    /** The next code, or -1 at the end of the data. */
    private int code(int size) {
        while (bitCount < size) {
            if (blockLeft == 0) {
                blockLeft = in.u8();
                if (blockLeft == 0) {
                    return -1;
                }
            }
            bits |= in.u8() << bitCount;
            bitCount += 8;
            blockLeft--;
        }
        int code = bits & (1 << size) - 1;
        bits >>>= size;
        bitCount -= size;
        return code;
    }
}
