package dev.clue.image;

import org.jspecify.annotations.Nullable;

/**
 * One image of a WebP file: lossy with or without an alpha plane, or lossless.
 *
 * @param lossy a VP8 key frame, or null
 * @param lossless a VP8L stream, or null
 * @param alpha an ALPH chunk that belongs to a lossy image, or null
 */
record WebpImage(
        int width,
        int height,
        @Nullable ByteReader lossy,
        @Nullable ByteReader lossless,
        @Nullable ByteReader alpha) {

    /** Decodes the pixels; each call begins anew. */
    Pixels decode() {
        if (lossless != null) {
            return new ArgbPixels(width, height, WebpLossless.decode(lossless.copy(), width, height));
        }
        if (lossy == null) {
            throw new IllegalStateException("an image without data");
        }
        Pixels opaque = WebpLossy.decode(lossy.copy(), width, height);
        return alpha == null ? opaque : new WithAlpha(opaque, WebpAlpha.decode(alpha.copy(), width, height));
    }

    /** The chunks of one image as they come. */
    static final class Parts {

        private static final int LOSSLESS_MARK = 0x2f;

        private @Nullable ByteReader lossy;
        private @Nullable ByteReader lossless;
        private @Nullable ByteReader alpha;

        void add(String type, ByteReader content) {
            switch (type) {
                case "VP8 " -> lossy = lossy == null ? content : lossy;
                case "VP8L" -> lossless = lossless == null ? content : lossless;
                case "ALPH" -> alpha = alpha == null ? content : alpha;
                default -> {}
            }
        }

        boolean isImage() {
            return lossy != null || lossless != null;
        }

        WebpImage image() {
            if (lossless != null) {
                ByteReader in = lossless.copy();
                if (in.u8() != LOSSLESS_MARK) {
                    throw Refusal.damaged("its image data makes no sense");
                }
                long sizes = in.u32le();
                int width = (int) (sizes & 0x3fff) + 1;
                int height = (int) (sizes >> 14 & 0x3fff) + 1;
                return new WebpImage(width, height, null, lossless, null);
            }
            if (lossy == null) {
                throw Refusal.damaged("a frame has no image data");
            }
            ByteReader in = lossy.copy();
            int tag = in.u24le();
            boolean keyFrame = (tag & 1) == 0 && in.u24le() == 0x2a019d;
            if (!keyFrame) {
                throw Refusal.damaged("its image data makes no sense");
            }
            int width = in.u16le() & 0x3fff;
            int height = in.u16le() & 0x3fff;
            if (width == 0 || height == 0) {
                throw Refusal.damaged("its header says " + width + " x " + height + " pixels");
            }
            if (tag >> 5 > in.remaining()) {
                throw Refusal.endsEarly("in its image data");
            }
            return new WebpImage(width, height, lossy, null, alpha);
        }
    }

    private static final class WithAlpha implements Pixels {

        private final Pixels opaque;
        private final byte[] alpha;

        WithAlpha(Pixels opaque, byte[] alpha) {
            this.opaque = opaque;
            this.alpha = alpha;
        }

        @Override
        public int width() {
            return opaque.width();
        }

        @Override
        public int height() {
            return opaque.height();
        }

        @Override
        public void row(int y, int[] row) {
            opaque.row(y, row);
            for (int x = 0; x < width(); x++) {
                row[x] = (row[x] & 0xffffff) | alpha[y * width() + x] << 24;
            }
        }
    }
}
