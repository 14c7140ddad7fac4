package dev.clue.image;

/** Bits of a lossless WebP stream, the lowest of each byte first. */
final class Vp8lBits {

    private final byte[] bytes;
    private int at;
    private long bits;
    private int count;

    Vp8lBits(ByteReader in) {
        this.bytes = in.take(in.remaining());
    }

    /** Up to 24 bits as a number. */
    int read(int width) {
        int value = peek(width);
        skip(width);
        return value;
    }

    boolean flag() {
        return read(1) == 1;
    }

    /** The next bits without using them; past the end there are zeros. */
    int peek(int width) {
        while (count < width) {
            long next = at < bytes.length ? bytes[at] & 0xffL : 0;
            bits |= next << count;
            at++;
            count += 8;
        }
        return (int) (bits & ((1L << width) - 1));
    }

    /** Uses bits that have been peeked at. */
    void skip(int width) {
        bits >>>= width;
        count -= width;
        if (at - count / 8 > bytes.length) {
            throw Refusal.endsEarly("in its lossless image data");
        }
    }
}
