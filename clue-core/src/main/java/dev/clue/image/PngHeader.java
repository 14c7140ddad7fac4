package dev.clue.image;

/** What an IHDR chunk says, as far as a decoder is concerned. */
record PngHeader(int width, int height, int depth, int colorType, int interlace) {

    static final int GRAY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GRAY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    static PngHeader read(ByteReader in) {
        long width = in.u32();
        long height = in.u32();
        int depth = in.u8();
        int colorType = in.u8();
        int compression = in.u8();
        int filter = in.u8();
        int interlace = in.u8();
        boolean sound = switch (colorType) {
            case GRAY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case RGB, GRAY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
            default -> false;
        };
        if (!sound || compression != 0 || filter != 0 || interlace > 1) {
            throw Refusal.damaged("its header makes no sense");
        }
        return new PngHeader(
                (int) Math.min(width, Integer.MAX_VALUE),
                (int) Math.min(height, Integer.MAX_VALUE),
                depth,
                colorType,
                interlace);
    }

    boolean isGray() {
        return colorType == GRAY || colorType == GRAY_ALPHA;
    }

    boolean needsPalette() {
        return colorType == PALETTE;
    }
}
