package dev.clue.image;

/** The entropy-coded images inside a lossless WebP stream (RFC 9649, sections 3.5 to 3.7). */
final class Vp8lEntropy {

    private static final int LITERALS = 256;
    private static final int LENGTH_CODES = 24;
    private static final int DISTANCE_CODES = 40;
    private static final int MOST_CACHE_BITS = 11;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int DEFAULT_LENGTH = 8;

    private final Vp8lBits in;

    Vp8lEntropy(Vp8lBits in) {
        this.in = in;
    }

    /** Codes of green (with lengths and cache), red, blue, alpha and distance. */
    private record Group(Vp8lCode green, Vp8lCode red, Vp8lCode blue, Vp8lCode alpha, Vp8lCode distance) {}

    /**
     * Reads an image.
     *
     * @param top whether it is the image itself, which may use different codes in different places
     * @return one ARGB number a pixel
     */
    int[] read(int width, int height, boolean top) {
        int cacheBits = 0;
        if (in.flag()) {
            cacheBits = in.read(4);
            if (cacheBits < 1 || cacheBits > MOST_CACHE_BITS) {
                throw Refusal.damaged("its colour cache has " + cacheBits + " bits");
            }
        }
        int tileBits = 0;
        int[] tiles = new int[0];
        int groupCount = 1;
        if (top && in.flag()) {
            tileBits = in.read(3) + 2;
            tiles = read(tiles(width, tileBits), tiles(height, tileBits), false);
            for (int i = 0; i < tiles.length; i++) {
                tiles[i] = tiles[i] >> 8 & 0xffff;
                groupCount = Math.max(groupCount, tiles[i] + 1);
            }
        }
        Group[] groups = new Group[groupCount];
        int cacheSize = cacheBits == 0 ? 0 : 1 << cacheBits;
        for (int i = 0; i < groupCount; i++) {
            groups[i] = new Group(
                    code(LITERALS + LENGTH_CODES + cacheSize),
                    code(LITERALS),
                    code(LITERALS),
                    code(LITERALS),
                    code(DISTANCE_CODES));
        }
        return pixels(width, height, groups, tiles, tileBits, cacheBits);
    }

    static int tiles(int side, int bits) {
        return (side + (1 << bits) - 1) >> bits;
    }

    private int[] pixels(int width, int height, Group[] groups, int[] tiles, int tileBits, int cacheBits) {
        int[] pixels = new int[width * height];
        int[] cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        int tileColumns = tiles(width, tileBits);
        int cached = 0;
        int at = 0;
        while (at < pixels.length) {
            Group group = groups[0];
            if (tiles.length > 0) {
                group = groups[tiles[((at / width) >> tileBits) * tileColumns + ((at % width) >> tileBits)]];
            }
            int symbol = group.green().read(in);
            if (symbol < LITERALS) {
                int red = group.red().read(in);
                int blue = group.blue().read(in);
                int alpha = group.alpha().read(in);
                pixels[at++] = alpha << 24 | red << 16 | symbol << 8 | blue;
            } else if (symbol < LITERALS + LENGTH_CODES) {
                int length = prefixed(symbol - LITERALS);
                int distance = distance(prefixed(group.distance().read(in)), width);
                if (distance > at || length > pixels.length - at) {
                    throw Refusal.damaged("its compressed data makes no sense");
                }
                for (int end = at + length; at < end; at++) {
                    pixels[at] = pixels[at - distance];
                }
            } else {
                for (; cached < at; cached++) {
                    remember(cache, pixels[cached], cacheBits);
                }
                pixels[at++] = cache[symbol - LITERALS - LENGTH_CODES];
            }
            for (; cacheBits > 0 && cached < at; cached++) {
                remember(cache, pixels[cached], cacheBits);
            }
        }
        return pixels;
    }

    private static void remember(int[] cache, int pixel, int cacheBits) {
        cache[(0x1e35a7bd * pixel) >>> (Integer.SIZE - cacheBits)] = pixel;
    }

    /** A length or distance from its prefix code and extra bits. */
    private int prefixed(int code) {
        if (code < 4) {
            return code + 1;
        }
        int extra = (code - 2) >> 1;
        return ((2 + (code & 1)) << extra) + in.read(extra) + 1;
    }

    private static int distance(int code, int width) {
        int near = WebpTables.NEIGHBOURS.length / 2;
        if (code > near) {
            return code - near;
        }
        int left = WebpTables.NEIGHBOURS[2 * (code - 1)];
        int above = WebpTables.NEIGHBOURS[2 * (code - 1) + 1];
        return Math.max(1, above * width + left);
    }

    private Vp8lCode code(int alphabet) {
        int[] lengths = new int[alphabet];
        if (in.flag()) {
            boolean two = in.flag();
            lengths[symbol(in.read(in.flag() ? 8 : 1), alphabet)] = 1;
            if (two) {
                lengths[symbol(in.read(8), alphabet)] = 1;
            }
        } else {
            readLengths(lengths);
        }
        return new Vp8lCode(lengths);
    }

    private static int symbol(int symbol, int alphabet) {
        if (symbol >= alphabet) {
            throw Refusal.damaged("a prefix code has a symbol too many");
        }
        return symbol;
    }

    private void readLengths(int[] lengths) {
        int[] lengthLengths = new int[LENGTH_ORDER.length];
        int given = 4 + in.read(4);
        for (int i = 0; i < given; i++) {
            lengthLengths[LENGTH_ORDER[symbol(i, LENGTH_ORDER.length)]] = in.read(3);
        }
        Vp8lCode lengthCode = new Vp8lCode(lengthLengths);
        int tokens = lengths.length;
        if (in.flag()) {
            tokens = 2 + in.read(2 + 2 * in.read(3));
            if (tokens > lengths.length) {
                throw Refusal.damaged("a prefix code has a symbol too many");
            }
        }
        int previous = DEFAULT_LENGTH;
        for (int at = 0; at < lengths.length && tokens > 0; tokens--) {
            int token = lengthCode.read(in);
            int repeat = 1;
            int length = token;
            switch (token) {
                case 16 -> {
                    length = previous;
                    repeat = 3 + in.read(2);
                }
                case 17 -> {
                    length = 0;
                    repeat = 3 + in.read(3);
                }
                case 18 -> {
                    length = 0;
                    repeat = 11 + in.read(7);
                }
                default -> previous = token == 0 ? previous : token;
            }
            if (repeat > lengths.length - at) {
                throw Refusal.damaged("a prefix code has a symbol too many");
            }
            for (int i = 0; i < repeat; i++) {
                lengths[at++] = length;
            }
        }
    }
}
