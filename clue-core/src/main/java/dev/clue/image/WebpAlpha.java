package dev.clue.image;

/** The alpha plane of a lossy WebP image (RFC 9649, section 2.7.1.2). */
final class WebpAlpha {

    private static final int UNCOMPRESSED = 0;
    private static final int LOSSLESS = 1;

    private WebpAlpha() {}

    /** One byte a pixel, row by row. */
    static byte[] decode(ByteReader in, int width, int height) {
        int flags = in.u8();
        byte[] plane = switch (flags & 3) {
            case UNCOMPRESSED -> in.take((long) width * height);
            case LOSSLESS -> lossless(in, width, height);
            default -> throw Refusal.damaged("its alpha plane is compressed in an unknown way");
        };
        unfilter(plane, width, height, flags >> 2 & 3);
        return plane;
    }

    /** The plane is the green channel of a lossless image whose header is left out. */
    private static byte[] lossless(ByteReader in, int width, int height) {
        int[] argb = WebpLossless.decodeHeaderless(in, width, height);
        byte[] plane = new byte[argb.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (argb[i] >> 8);
        }
        return plane;
    }

    private static void unfilter(byte[] plane, int width, int height, int filter) {
        if (filter == 0) {
            return;
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int left = x > 0 ? plane[at - 1] & 0xff : 0;
                int above = y > 0 ? plane[at - width] & 0xff : 0;
                int corner = x > 0 && y > 0 ? plane[at - width - 1] & 0xff : 0;
                int predicted;
                if (x == 0 || y == 0) {
                    predicted = x > 0 ? left : above;
                } else {
                    predicted = switch (filter) {
                        case 1 -> left;
                        case 2 -> above;
                        default -> Math.max(0, Math.min(255, left + above - corner));
                    };
                }
                plane[at] += (byte) predicted;
            }
        }
    }
}
