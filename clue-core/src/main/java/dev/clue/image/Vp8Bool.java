package dev.clue.image;

/** The boolean entropy decoder of VP8 (RFC 6386, section 7). */
final class Vp8Bool {

    /** Bytes past the end that a sound stream may still look at; what they hold does not matter. */
    private static final int GRACE_BYTES = 4;

    private final byte[] bytes;
    private int at;
    private int range = 255;
    private long value;
    private int bits;

    Vp8Bool(ByteReader in) {
        this.bytes = in.take(in.remaining());
    }

    /** A bit that is 0 with a probability of {@code probability / 256}. */
    int bit(int probability) {
        if (bits < 8) {
            load();
        }
        int split = 1 + (((range - 1) * probability) >> 8);
        long bigSplit = (long) split << (bits - 8);
        int bit;
        if (value >= bigSplit) {
            value -= bigSplit;
            range -= split;
            bit = 1;
        } else {
            range = split;
            bit = 0;
        }
        int shift = Integer.numberOfLeadingZeros(range) - 24;
        range <<= shift;
        bits -= shift;
        return bit;
    }

    private void load() {
        while (bits <= 40) {
            value = value << 8 | (at < bytes.length ? bytes[at] & 0xff : 0);
            at++;
            bits += 8;
        }
        if (at - bits / 8 > bytes.length + GRACE_BYTES) {
            throw Refusal.endsEarly("in its image data");
        }
    }

    boolean flag() {
        return bit(128) == 1;
    }

    /** An unsigned number, highest bit first. */
    int number(int width) {
        int number = 0;
        for (int i = 0; i < width; i++) {
            number = number << 1 | bit(128);
        }
        return number;
    }

    /** A number with a sign bit after it. */
    int signed(int width) {
        int number = number(width);
        return flag() ? -number : number;
    }

    /** A signed number if a flag says that there is one, else 0. */
    int optional(int width) {
        return flag() ? signed(width) : 0;
    }
}
