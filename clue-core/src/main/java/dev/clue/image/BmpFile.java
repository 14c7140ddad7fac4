package dev.clue.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A Windows or OS/2 bitmap. The JDK decodes it; what it would fill up without a word is checked here. */
final class BmpFile implements ImageFile {

    private static final int FILE_HEADER_BYTES = 14;
    private static final int OFFSET_AT = 10;
    private static final int CORE_HEADER_BYTES = 12;
    private static final int RGB = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BITFIELDS = 3;
    private static final int ALPHA_BITFIELDS = 6;

    private final byte[] bytes;
    private final int width;
    private final int height;

    private BmpFile(byte[] bytes, int width, int height) {
        this.bytes = bytes;
        this.width = width;
        this.height = height;
    }

    static BmpFile parse(byte[] bytes, ImageLimits limits) {
        ByteReader in = new ByteReader(bytes);
        in.skip(OFFSET_AT);
        long offset = in.u32le();
        long headerSize = in.u32le();
        long width;
        long height;
        int depth;
        long compression = RGB;
        if (headerSize == CORE_HEADER_BYTES) {
            width = in.u16le();
            height = in.u16le();
            in.skip(2);
            depth = in.u16le();
        } else {
            width = (int) in.u32le();
            height = Math.abs((long) (int) in.u32le());
            in.skip(2);
            depth = in.u16le();
            compression = in.u32le();
        }
        limits.checkSize(width, height);
        if (offset < FILE_HEADER_BYTES + headerSize || offset > bytes.length) {
            throw Refusal.damaged("its header says that pixels begin at byte " + offset);
        }
        if (compression == RLE8 || compression == RLE4) {
            requireRuns(new ByteReader(bytes, (int) offset, bytes.length), compression == RLE4);
        } else if (compression == RGB || compression == BITFIELDS || compression == ALPHA_BITFIELDS) {
            long rowBytes = (width * depth + 31) / 32 * 4;
            if (offset + rowBytes * height > bytes.length) {
                throw Refusal.endsEarly(
                        "with " + (bytes.length - offset) + " of " + rowBytes * height + " bytes of pixels");
            }
        } else {
            throw Refusal.unsupported(
                    "the bitmap has compression " + compression + ", which is not decoded here",
                    "save it as PNG, for example with ImageMagick: magick IN out.png");
        }
        return new BmpFile(bytes, (int) width, (int) height);
    }

    /** Walks to the mark that ends run-length coded data. */
    private static void requireRuns(ByteReader in, boolean fourBits) {
        while (true) {
            int count = in.u8();
            int value = in.u8();
            if (count == 0 && value == 1) {
                return;
            }
            if (count == 0 && value == 2) {
                in.skip(2);
            } else if (count == 0 && value > 2) {
                int literal = fourBits ? (value + 1) / 2 : value;
                in.skip(literal + (literal & 1));
            }
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int frameCount() {
        return 1;
    }

    @Override
    public Iterator<RgbImage> frames() {
        BufferedImage image = JdkReader.image("bmp", bytes, new ArrayList<>());
        if (image.getWidth() != width || image.getHeight() != height) {
            throw Refusal.damaged("its header contradicts itself");
        }
        // Grey tables become a linear grey colour space, which getRGB would convert.
        Pixels pixels = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                ? new SamplePixels(image.getRaster(), 1)
                : new Colors(image);
        return List.of(pixels.flatten(Orientation.UPRIGHT)).iterator();
    }

    private record Colors(BufferedImage image) implements Pixels {
        @Override
        public int width() {
            return image.getWidth();
        }

        @Override
        public int height() {
            return image.getHeight();
        }

        @Override
        public void row(int y, int[] row) {
            image.getRGB(0, y, width(), 1, row, 0, width());
        }
    }
}
