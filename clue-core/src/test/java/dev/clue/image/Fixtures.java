package dev.clue.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The image files of the tests, with the frames they must decode to. */
final class Fixtures {

    static final Path FOLDER = Path.of("src", "test", "resources", "dev", "clue", "image");

    private Fixtures() {}

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }

    static List<RgbImage> expected(String name) throws IOException {
        byte[] ppms;
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name + ".ppm.gz")))) {
            ppms = in.readAllBytes();
        }
        List<RgbImage> frames = new ArrayList<>();
        for (ByteReader in = new ByteReader(ppms); in.remaining() > 0; ) {
            in.skip(3);
            int width = number(in);
            int height = number(in);
            number(in);
            frames.add(new RgbImage(width, height, in.take(3L * width * height)));
        }
        return frames;
    }

    private static int number(ByteReader in) {
        int number = 0;
        for (int c = in.u8(); c > ' '; c = in.u8()) {
            number = 10 * number + c - '0';
        }
        return number;
    }

    static int largestDifference(RgbImage a, RgbImage b) {
        int largest = 0;
        for (int i = 0; i < a.bytes().length; i++) {
            largest = Math.max(largest, Math.abs((a.bytes()[i] & 0xff) - (b.bytes()[i] & 0xff)));
        }
        return largest;
    }
}
