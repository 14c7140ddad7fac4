package dev.clue.image;

/** The frame header of a VP8 key frame (RFC 6386, sections 9.2 to 9.11 and 19.2). */
final class Vp8Header {

    private static final int SEGMENTS = 4;
    private static final int FRAME_TAG_BYTES = 10;
    private static final int LARGEST_INDEX = 127;
    private static final int LARGEST_CHROMA_DC_INDEX = 117;
    private static final int LARGEST_LEVEL = 63;

    final Vp8Bool modes;
    final Vp8Bool[] tokens;
    final int[] probabilities = WebpTables.COEFFICIENT_PROBABILITIES.clone();
    final boolean updatesSegments;
    final int[] segmentProbabilities = {255, 255, 255};
    final Quantizer[] quantizers = new Quantizer[SEGMENTS];
    final boolean simpleFilter;
    final int sharpness;

    /** Probability that a macroblock has coefficients, or -1 where no macroblock says. */
    final int skipProbability;

    private final boolean segmented;
    private boolean absolute;
    private final int[] segmentQuantizer = new int[SEGMENTS];
    private final int[] segmentLevel = new int[SEGMENTS];
    private final int level;
    private final boolean adjustsLevel;
    private int intraDelta;
    private int blockModeDelta;

    /** Steps of DC and of other coefficients, for luma, second-order luma and chroma. */
    record Quantizer(int lumaDc, int lumaAc, int secondDc, int secondAc, int chromaDc, int chromaAc) {}

    Vp8Header(ByteReader in) {
        int firstBytes = in.copy().u24le() >> 5;
        in.skip(FRAME_TAG_BYTES);
        modes = new Vp8Bool(in.part(firstBytes));
        modes.number(2);
        segmented = modes.flag();
        updatesSegments = segmented && readSegments();
        simpleFilter = modes.flag();
        level = modes.number(6);
        sharpness = modes.number(3);
        adjustsLevel = modes.flag();
        if (adjustsLevel && modes.flag()) {
            readDeltas();
        }
        tokens = partitions(in, 1 << modes.number(2));
        readQuantizers();
        modes.flag();
        for (int i = 0; i < probabilities.length; i++) {
            if (modes.bit(WebpTables.COEFFICIENT_UPDATE_PROBABILITIES[i]) == 1) {
                probabilities[i] = modes.number(8);
            }
        }
        skipProbability = modes.flag() ? modes.number(8) : -1;
    }

    /** Returns whether each macroblock names its segment. */
    private boolean readSegments() {
        boolean map = modes.flag();
        if (modes.flag()) {
            absolute = modes.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentQuantizer[i] = modes.optional(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentLevel[i] = modes.optional(6);
            }
        }
        if (map) {
            for (int i = 0; i < segmentProbabilities.length; i++) {
                segmentProbabilities[i] = modes.flag() ? modes.number(8) : 255;
            }
        }
        return map;
    }

    private void readDeltas() {
        intraDelta = modes.optional(6);
        for (int i = 1; i < 4; i++) {
            modes.optional(6);
        }
        blockModeDelta = modes.optional(6);
        for (int i = 1; i < 4; i++) {
            modes.optional(6);
        }
    }

    private static Vp8Bool[] partitions(ByteReader in, int count) {
        ByteReader sizes = in.part(3L * (count - 1));
        Vp8Bool[] partitions = new Vp8Bool[count];
        for (int i = 0; i < count - 1; i++) {
            partitions[i] = new Vp8Bool(in.part(sizes.u24le()));
        }
        partitions[count - 1] = new Vp8Bool(in);
        return partitions;
    }

    private void readQuantizers() {
        int base = modes.number(7);
        int lumaDc = modes.optional(4);
        int secondDc = modes.optional(4);
        int secondAc = modes.optional(4);
        int chromaDc = modes.optional(4);
        int chromaAc = modes.optional(4);
        for (int i = 0; i < SEGMENTS; i++) {
            int q = !segmented ? base : absolute ? segmentQuantizer[i] : base + segmentQuantizer[i];
            quantizers[i] = new Quantizer(
                    dc(q + lumaDc, LARGEST_INDEX),
                    ac(q),
                    2 * dc(q + secondDc, LARGEST_INDEX),
                    Math.max(8, ac(q + secondAc) * 155 / 100),
                    dc(q + chromaDc, LARGEST_CHROMA_DC_INDEX),
                    ac(q + chromaAc));
        }
    }

    private static int dc(int index, int largest) {
        return WebpTables.DC_QUANTIZER[Math.max(0, Math.min(largest, index))];
    }

    private static int ac(int index) {
        return WebpTables.AC_QUANTIZER[Math.max(0, Math.min(LARGEST_INDEX, index))];
    }

    /** How strongly a macroblock is filtered, 0 to 63. */
    int filterLevel(int segment, boolean byBlocks) {
        int filter = !segmented ? level : absolute ? segmentLevel[segment] : level + segmentLevel[segment];
        if (adjustsLevel) {
            filter += intraDelta + (byBlocks ? blockModeDelta : 0);
        }
        return Math.max(0, Math.min(LARGEST_LEVEL, filter));
    }
}
