package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled detector, with tiles and without, before a spider of fifteen pixels in an image of a thousand. */
class TiledDetectorTest {

    private static final int SIDE = 1000;
    private static final int UPPER_LEFT = 30;
    private static final int LOWER_RIGHT = 480;
    private static final Box SPIDER = new Box(354, 166, 369, 183);
    private static final Box APPLE = new Box(357, 185, 433, 276);

    @TempDir
    static Path temp;

    @BeforeAll
    static void copyTheDetector() throws IOException {
        Path from = Pictogram.folder("detector");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path to = temp.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    @Test
    void tilesFindWhatIsTooSmallInTheWholeImage() throws IOException {
        RgbImage image = large(UPPER_LEFT);
        Box spider = moved(SPIDER, UPPER_LEFT);
        assertThat(overlap(detect(image, 1).getFirst(), spider)).isLessThan(0.1);
        assertThat(overlap(detect(image, 3).getFirst(), spider)).isGreaterThan(0.5);
    }

    @Test
    void whatATileFindsFarFromTheCornerIsPlacedInTheImage() throws IOException {
        RgbImage image = large(LOWER_RIGHT);
        Box spider = moved(SPIDER, LOWER_RIGHT);
        assertThat(overlap(detect(image, 3).getFirst(), spider)).isGreaterThan(0.5);
    }

    @Test
    void aBoxOfATileLiesInTheImage() throws IOException {
        RgbImage image = large(UPPER_LEFT);
        List<Detection> detections = detect(image, 2);
        for (Detection detection : detections) {
            assertThat(detection.box().union(image.bounds())).isEqualTo(image.bounds());
        }
        assertThat(detections.get(1).box().overlaps(moved(APPLE, UPPER_LEFT))).isTrue();
    }

    private static List<Detection> detect(RgbImage image, int tiles) throws IOException {
        Files.writeString(temp.resolve("clue.json"), "{\"query_template\": \"{object}\", \"tiles\": " + tiles + "}");
        try (OnnxObjectDetector detector =
                OnnxObjectDetector.open("tiled", temp, EngineOptions.defaults().withThreads(1))) {
            return detector.detect(image, List.of("spider", "apple"));
        }
    }

    private static Box moved(Box box, int by) {
        return new Box(box.left() + by, box.top() + by, box.right() + by, box.bottom() + by);
    }

    private static double overlap(Detection detection, Box box) {
        Box found = detection.box();
        double width = Math.min(found.right(), box.right()) - Math.max(found.left(), box.left());
        double height = Math.min(found.bottom(), box.bottom()) - Math.max(found.top(), box.top());
        double shared = Math.max(0, width) * Math.max(0, height);
        return shared / (found.area() + box.area() - shared);
    }

    /** A drawn scene in a grey image, so many pixels from its left and upper edges. */
    private static RgbImage large(int at) {
        RgbImage scene = Golden.image(Path.of("../samples/pictosafe/images/spider-on-food-002-safe.png"));
        byte[] rgb = new byte[3 * SIDE * SIDE];
        Arrays.fill(rgb, (byte) 200);
        for (int row = 0; row < scene.height(); row++) {
            System.arraycopy(
                    scene.bytes(), 3 * row * scene.width(), rgb, 3 * ((row + at) * SIDE + at), 3 * scene.width());
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }
}
