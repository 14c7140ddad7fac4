package dev.clue.image;

/** A prefix code of lossless WebP (RFC 9649, section 3.7.2.1). Takes memory by what the stream spends on it. */
final class Vp8lCode {

    private static final int LONGEST = 15;
    private static final int QUICK_BITS = 8;

    /** Codes of each length, and symbols sorted by code: canonical decoding. */
    private final int[] counts = new int[LONGEST + 1];

    private final short[] symbols;

    /** By the next bits: length in the low four bits, symbol above; 0 where the code is longer than the table. */
    private final int[] quick;

    private final int quickBits;

    /** From the code length of each symbol, 0 for one that does not occur. */
    Vp8lCode(int[] lengths) {
        int used = 0;
        for (int length : lengths) {
            if (length > 0) {
                counts[length]++;
                used++;
            }
        }
        symbols = new short[used];
        if (used == 0) {
            throw Refusal.damaged("a prefix code has no symbols");
        }
        int[] next = new int[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            next[length + 1] = next[length] + counts[length];
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = (short) symbol;
            }
        }
        if (used == 1) {
            quick = new int[0];
            quickBits = 0;
            return;
        }
        requireComplete();
        int longest = LONGEST;
        while (counts[longest] == 0) {
            longest--;
        }
        quickBits = Math.min(QUICK_BITS, longest);
        quick = new int[1 << quickBits];
        fillQuick();
    }

    private void requireComplete() {
        int open = 1;
        for (int length = 1; length <= LONGEST; length++) {
            open = 2 * open - counts[length];
            if (open < 0) {
                throw Refusal.damaged("a prefix code has too many symbols");
            }
        }
        if (open > 0) {
            throw Refusal.damaged("a prefix code is incomplete");
        }
    }

    private void fillQuick() {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= quickBits; length++) {
            code <<= 1;
            for (int i = 0; i < counts[length]; i++, code++, index++) {
                int reversed = Integer.reverse(code) >>> (Integer.SIZE - length);
                for (int entry = reversed; entry < quick.length; entry += 1 << length) {
                    quick[entry] = (symbols[index] & 0xffff) << 4 | length;
                }
            }
        }
    }

    /** Reads a symbol. */
    int read(Vp8lBits in) {
        if (quickBits == 0) {
            return symbols[0] & 0xffff;
        }
        int entry = quick[in.peek(quickBits)];
        if (entry != 0) {
            in.skip(entry & 15);
            return entry >> 4;
        }
        int bits = in.peek(LONGEST);
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = code << 1 | (bits >> (length - 1) & 1);
            if (code - first < counts[length]) {
                in.skip(length);
                return symbols[index + code - first] & 0xffff;
            }
            index += counts[length];
            first = (first + counts[length]) << 1;
        }
        throw Refusal.damaged("a prefix code is not in use");
    }
}
