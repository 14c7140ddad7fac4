package dev.clue.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A VP8L stream, decoded by TwelveMonkeys from a file that holds nothing else. */
final class WebpLossless {

    private WebpLossless() {}

    static Pixels decode(ByteReader in, int width, int height) {
        Raster raster = decode("VP8L", in.take(in.remaining()));
        if (raster.getWidth() != width || raster.getHeight() != height) {
            throw Refusal.damaged("its header contradicts itself");
        }
        return new Pixels() {
            private final int bands = raster.getNumBands();

            @Override
            public int width() {
                return width;
            }

            @Override
            public int height() {
                return height;
            }

            @Override
            public void row(int y, int[] row) {
                int[] samples = raster.getPixels(0, y, width, 1, (int[]) null);
                for (int x = 0, at = 0; x < width; x++, at += bands) {
                    int alpha = bands == 4 ? samples[at + 3] : 255;
                    row[x] = alpha << 24 | samples[at] << 16 | samples[at + 1] << 8 | samples[at + 2];
                }
            }
        };
    }

    /** Samples of red, green, blue and perhaps alpha. */
    static Raster decode(String type, byte[] stream) {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(wrap(type, stream)))) {
            reader.setInput(in, true, true);
            return reader.read(0).getRaster();
        } catch (IOException e) {
            throw Refusal.damaged(e.getMessage() == null ? "its data ends early" : e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    private static byte[] wrap(String type, byte[] stream) {
        int padded = stream.length + (stream.length & 1);
        ByteArrayOutputStream file = new ByteArrayOutputStream(padded + 20);
        ascii(file, "RIFF");
        int32(file, padded + 12);
        ascii(file, "WEBP");
        ascii(file, type);
        int32(file, stream.length);
        file.writeBytes(stream);
        if (padded > stream.length) {
            file.write(0);
        }
        return file.toByteArray();
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        text.chars().forEach(out::write);
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >>> shift);
        }
    }
}
