package dev.clue.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Expected numbers of one architecture, written by src/test/goldens/make_goldens.py, which runs the reference
 * implementation; and the tiny models and images that they belong to.
 */
record Golden(JsonNode values, JsonNode arrays, FloatBuffer numbers) {

    static Golden of(String architecture) {
        Path folder = path("expected/" + architecture);
        try {
            JsonNode root =
                    new ObjectMapper().readTree(folder.resolve("values.json").toFile());
            FloatBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("arrays.f32")))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            return new Golden(root.path("values"), root.path("arrays"), numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file or folder of the goldens. */
    static Path path(String name) {
        URL found = Golden.class.getResource("/goldens/" + name);
        if (found == null) {
            throw new IllegalArgumentException("no golden " + name);
        }
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static RgbImage image(String name) {
        return image(path("images/" + name + ".png"));
    }

    /** The pixels of an image file. */
    static RgbImage image(Path file) {
        try {
            BufferedImage read = ImageIO.read(file.toFile());
            byte[] rgb = new byte[3 * read.getWidth() * read.getHeight()];
            for (int y = 0; y < read.getHeight(); y++) {
                for (int x = 0; x < read.getWidth(); x++) {
                    int pixel = read.getRGB(x, y);
                    int at = 3 * (y * read.getWidth() + x);
                    rgb[at] = (byte) (pixel >> 16);
                    rgb[at + 1] = (byte) (pixel >> 8);
                    rgb[at + 2] = (byte) pixel;
                }
            }
            return new RgbImage(read.getWidth(), read.getHeight(), rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of a golden model folder, to be changed. */
    static Path copy(String model, Path to) {
        Path from = path(model);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode value(String name) {
        JsonNode value = values.path(name);
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("no golden value " + name);
        }
        return value;
    }

    long[] ids(String name) {
        JsonNode list = value(name);
        long[] ids = new long[list.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = list.get(i).asLong();
        }
        return ids;
    }

    float[] array(String name) {
        JsonNode entry = arrays.path(name);
        if (entry.isMissingNode()) {
            throw new IllegalArgumentException("no golden array " + name);
        }
        int count = 1;
        for (JsonNode size : entry.path("shape")) {
            count *= size.asInt();
        }
        float[] array = new float[count];
        numbers.get(entry.path("offset").asInt(), array);
        return array;
    }

    /** The largest difference between two arrays. */
    static double difference(float[] some, float[] others) {
        if (some.length != others.length) {
            throw new AssertionError(some.length + " numbers in place of " + others.length);
        }
        double largest = 0;
        for (int i = 0; i < some.length; i++) {
            double difference = Math.abs(some[i] - others[i]);
            if (!(difference <= largest)) {
                largest = difference;
            }
        }
        return largest;
    }
}
