package dev.clue.image;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The samples of a decoded PNG, made into 8-bit sRGB with alpha. */
final class PngPixels implements Pixels {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final Raster raster;
    private final Decoder decoder;

    private PngPixels(Raster raster, Decoder decoder) {
        this.raster = raster;
        this.decoder = decoder;
    }

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public void row(int y, int[] row) {
        int width = width();
        int bands = raster.getNumBands();
        int[] samples = raster.getPixels(0, y, width, 1, (int[]) null);
        for (int x = 0; x < width; x++) {
            row[x] = decoder.pixel(samples, x * bands);
        }
        ColorProfile profile = decoder.profile;
        if (profile != null) {
            profile.convertRow(row, width);
        }
    }

    /** What all frames of a file share. */
    static final class Decoder {

        private final PngHeader header;
        private final byte @Nullable [] palette;
        private final byte @Nullable [] transparency;
        private final @Nullable ColorProfile profile;
        private final int white;

        Decoder(
                PngHeader header,
                byte @Nullable [] palette,
                byte @Nullable [] transparency,
                @Nullable ColorProfile profile) {
            this.header = header;
            this.palette = palette;
            this.transparency = transparency;
            this.profile = profile;
            this.white = (1 << header.depth()) - 1;
        }

        Pixels decode(PngFrame frame) {
            byte[] data = join(frame.data);
            requireComplete(data, frame);
            ByteArrayOutputStream png = new ByteArrayOutputStream(data.length + 1024);
            png.writeBytes(SIGNATURE);
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            writeInt(head, frame.width);
            writeInt(head, frame.height);
            head.write(header.depth());
            head.write(header.colorType());
            head.write(0);
            head.write(0);
            head.write(header.interlace());
            chunk(png, "IHDR", head.toByteArray());
            if (header.needsPalette() && palette != null) {
                chunk(png, "PLTE", palette);
            }
            chunk(png, "IDAT", data);
            chunk(png, "IEND", new byte[0]);
            return new PngPixels(
                    JdkReader.image("png", png.toByteArray(), new ArrayList<>()).getRaster(), this);
        }

        private int pixel(int[] samples, int at) {
            return switch (header.colorType()) {
                case PngHeader.GRAY -> {
                    boolean clear =
                            transparency != null && transparency.length >= 2 && samples[at] == word(transparency, 0);
                    yield gray(eight(samples[at]), clear ? 0 : 255);
                }
                case PngHeader.GRAY_ALPHA -> gray(eight(samples[at]), eight(samples[at + 1]));
                case PngHeader.PALETTE -> indexed(samples[at]);
                case PngHeader.RGB -> {
                    boolean clear = transparency != null
                            && transparency.length >= 6
                            && samples[at] == word(transparency, 0)
                            && samples[at + 1] == word(transparency, 2)
                            && samples[at + 2] == word(transparency, 4);
                    yield rgb(samples, at, clear ? 0 : 255);
                }
                default -> rgb(samples, at, eight(samples[at + 3]));
            };
        }

        private int rgb(int[] samples, int at, int alpha) {
            return alpha << 24 | eight(samples[at]) << 16 | eight(samples[at + 1]) << 8 | eight(samples[at + 2]);
        }

        private static int gray(int sample, int alpha) {
            return alpha << 24 | sample << 16 | sample << 8 | sample;
        }

        private int indexed(int index) {
            byte[] colors = palette;
            if (colors == null || 3 * index + 2 >= colors.length) {
                throw Refusal.damaged("a pixel is of colour " + index + ", which its palette does not have");
            }
            int alpha = transparency != null && index < transparency.length ? transparency[index] & 0xff : 255;
            return alpha << 24
                    | (colors[3 * index] & 0xff) << 16
                    | (colors[3 * index + 1] & 0xff) << 8
                    | (colors[3 * index + 2] & 0xff);
        }

        /** Scales a sample to 8 bits, rounded. */
        private int eight(int sample) {
            return white == 255 ? sample : (sample * 255 + white / 2) / white;
        }

        private static int word(byte[] bytes, int at) {
            return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        }

        /** Inflates without keeping anything: the JDK's decoder does not tell where data ends early. */
        private void requireComplete(byte[] data, PngFrame frame) {
            long needed = inflatedBytes(frame.width, frame.height);
            Inflater inflater = new Inflater();
            try {
                inflater.setInput(data);
                byte[] buffer = new byte[1 << 16];
                while (inflater.getBytesWritten() < needed) {
                    int count = inflater.inflate(buffer);
                    if (count == 0) {
                        throw Refusal.endsEarly(
                                "with " + inflater.getBytesWritten() + " of " + needed + " bytes of pixels");
                    }
                }
            } catch (DataFormatException e) {
                throw Refusal.damaged("its compressed data makes no sense");
            } finally {
                inflater.end();
            }
        }

        private long inflatedBytes(int width, int height) {
            if (header.interlace() == 0) {
                return rowBytes(width) * height;
            }
            int[][] passes = {
                {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
            };
            long bytes = 0;
            for (int[] pass : passes) {
                int columns = (width - pass[0] + pass[2] - 1) / pass[2];
                int rows = (height - pass[1] + pass[3] - 1) / pass[3];
                bytes += columns > 0 && rows > 0 ? rowBytes(columns) * rows : 0;
            }
            return bytes;
        }

        /** With the byte that names the filter. */
        private long rowBytes(long columns) {
            int samples = switch (header.colorType()) {
                case PngHeader.GRAY, PngHeader.PALETTE -> 1;
                case PngHeader.GRAY_ALPHA -> 2;
                case PngHeader.RGB -> 3;
                default -> 4;
            };
            return 1 + (columns * samples * header.depth() + 7) / 8;
        }

        private static byte[] join(List<ByteReader> parts) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (ByteReader part : parts) {
                part.writeTo(joined);
            }
            return joined.toByteArray();
        }

        private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
            writeInt(png, content.length);
            byte[] name = type.getBytes(StandardCharsets.US_ASCII);
            png.writeBytes(name);
            png.writeBytes(content);
            CRC32 crc = new CRC32();
            crc.update(name);
            crc.update(content);
            writeInt(png, (int) crc.getValue());
        }

        private static void writeInt(ByteArrayOutputStream out, int value) {
            out.write(value >>> 24);
            out.write(value >>> 16);
            out.write(value >>> 8);
            out.write(value);
        }
    }
}
