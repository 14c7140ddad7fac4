package dev.clue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every {@link ObjectDetector} does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ObjectDetectorContract {

    private static final List<String> OBJECTS = List.of(
            "child",
            "weapon",
            "x",
            "the throat of an animal 🔪",
            "a very long description of a small red object that lies somewhere on the left of a large table "
                    .repeat(4));

    private ObjectDetector detector;

    /** Opens the detector that is tested; called once for most tests, and again for those about closing. */
    protected abstract ObjectDetector open();

    /** How far the same detection's score may lie apart when asked in another way. */
    protected double tolerance() {
        return 1e-5;
    }

    /** Width and height of ordinary test images. */
    protected int side() {
        return 96;
    }

    @BeforeAll
    final void openDetector() {
        detector = open();
    }

    @AfterAll
    final void closeDetector() {
        if (detector != null) {
            detector.close();
        }
    }

    @Test
    void saysWhichModelItIs() {
        assertThat(detector.identity().name()).isNotBlank();
        assertThat(detector.identity().digest()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void findsOneBoxAnObjectInOrder() {
        RgbImage image = image(1);
        List<Detection> detections = detector.detect(image, OBJECTS);
        assertThat(detections).extracting(Detection::object).isEqualTo(OBJECTS);
        assertThat(detections).allSatisfy(detection -> assertUsable(detection, image));
        assertThat(detector.detect(image, List.of())).isEmpty();
    }

    @Test
    void findsTheSameTogetherOneByOneAndInAnotherOrder() {
        List<Detection> together = detector.detect(image(1), OBJECTS);
        List<Detection> reversed = detector.detect(image(1), OBJECTS.reversed());
        for (int i = 0; i < OBJECTS.size(); i++) {
            assertSame(detector.detect(image(1), List.of(OBJECTS.get(i))).getFirst(), together.get(i));
            assertSame(reversed.get(OBJECTS.size() - 1 - i), together.get(i));
        }
    }

    @Test
    void tellsImagesApart() {
        List<Detection> some = detector.detect(image(1), OBJECTS);
        List<Detection> others = detector.detect(image(2), OBJECTS);
        assertThat(some).isNotEqualTo(others);
    }

    @Test
    void looksAtImagesOfAnyShape() {
        for (RgbImage image : List.of(
                TestImages.plain(200, 10, 10, 1, 1), TestImages.drawn(9, 1, 300), TestImages.drawn(9, 700, 3))) {
            assertThat(detector.detect(image, OBJECTS)).allSatisfy(detection -> assertUsable(detection, image));
        }
    }

    @Test
    void severalThreadsDetectAtOnce() throws Exception {
        List<List<Detection>> alone = new ArrayList<>();
        for (int seed = 20; seed < 24; seed++) {
            alone.add(detector.detect(image(seed), OBJECTS));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<List<Detection>>> atOnce = new ArrayList<>();
            for (int seed = 20; seed < 24; seed++) {
                RgbImage image = image(seed);
                atOnce.add(threads.submit(() -> detector.detect(image, OBJECTS)));
            }
            for (int i = 0; i < alone.size(); i++) {
                List<Detection> detections = atOnce.get(i).get();
                for (int k = 0; k < OBJECTS.size(); k++) {
                    assertSame(detections.get(k), alone.get(i).get(k));
                }
            }
        }
    }

    @Test
    void closingTwiceIsFine() {
        ObjectDetector other = open();
        other.close();
        other.close();
        assertThat(detector.detect(image(1), OBJECTS))
                .as("another instance works on")
                .hasSameSizeAs(OBJECTS);
    }

    private RgbImage image(long seed) {
        return TestImages.drawn(seed, side(), side());
    }

    private static void assertUsable(Detection detection, RgbImage image) {
        assertThat(detection.score()).isBetween(0.0, 1.0);
        assertThat(detection.box().left()).isNotNegative();
        assertThat(detection.box().top()).isNotNegative();
        assertThat(detection.box().right()).isLessThanOrEqualTo(image.width());
        assertThat(detection.box().bottom()).isLessThanOrEqualTo(image.height());
    }

    private void assertSame(Detection actual, Detection expected) {
        assertThat(actual.object()).isEqualTo(expected.object());
        assertThat(actual.score()).isCloseTo(expected.score(), within(tolerance()));
        assertThat(actual.box().left()).isCloseTo(expected.box().left(), within(1));
        assertThat(actual.box().top()).isCloseTo(expected.box().top(), within(1));
        assertThat(actual.box().right()).isCloseTo(expected.box().right(), within(1));
        assertThat(actual.box().bottom()).isCloseTo(expected.box().bottom(), within(1));
    }
}
