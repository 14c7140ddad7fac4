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

/** What every {@link ImageTextEncoder} does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ImageTextEncoderContract {

    private static final List<String> TEXTS = List.of(
            "A child must not touch a weapon.",
            "x",
            "No candle may be lit inside a tent, because tents burn within seconds and people sleep in them.",
            "Ein Kind berührt eine Waffe 🔪",
            "word ".repeat(300).strip());

    private ImageTextEncoder encoder;

    /** Opens the encoder that is tested; called once for most tests, and again for those about closing. */
    protected abstract ImageTextEncoder open();

    /** How far the same vector's elements may lie apart when made in another way. */
    protected double tolerance() {
        return 1e-5;
    }

    /** Whether texts have a length limit. */
    protected boolean supportsOnlyShortTexts() {
        return true;
    }

    /** Width and height of ordinary test images. */
    protected int side() {
        return 96;
    }

    @BeforeAll
    final void openEncoder() {
        encoder = open();
    }

    @AfterAll
    final void closeEncoder() {
        if (encoder != null) {
            encoder.close();
        }
    }

    @Test
    void saysWhichModelItIs() {
        assertThat(encoder.identity().name()).isNotBlank();
        assertThat(encoder.identity().digest()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void vectorsHaveLengthOneInOneSpace() {
        List<float[]> texts = encoder.embedTexts(TEXTS);
        List<float[]> views = encoder.embedImage(image(1));
        assertThat(texts).hasSameSizeAs(TEXTS);
        assertThat(views).isNotEmpty();
        int dimensions = views.getFirst().length;
        for (List<float[]> vectors : List.of(texts, views)) {
            for (float[] vector : vectors) {
                assertThat(vector).hasSize(dimensions);
                assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
            }
        }
    }

    @Test
    void embedsTheSameTogetherOneByOneAndInAnotherOrder() {
        List<float[]> together = encoder.embedTexts(TEXTS);
        List<float[]> reversed = encoder.embedTexts(TEXTS.reversed());
        for (int i = 0; i < TEXTS.size(); i++) {
            assertSame(encoder.embedTexts(List.of(TEXTS.get(i))).getFirst(), together.get(i));
            assertSame(reversed.get(TEXTS.size() - 1 - i), together.get(i));
        }
        assertThat(encoder.embedTexts(List.of())).isEmpty();
    }

    @Test
    void tellsTextsAndImagesApart() {
        List<float[]> texts = encoder.embedTexts(TEXTS);
        assertThat(dot(texts.get(0), texts.get(2))).isLessThan(0.99999);
        float[] one = encoder.embedImage(image(1)).getFirst();
        float[] other = encoder.embedImage(image(2)).getFirst();
        assertThat(dot(one, other)).isLessThan(0.99999);
    }

    @Test
    void knowsWhichTextsFit() {
        assertThat(encoder.fits("a cat")).isTrue();
        if (supportsOnlyShortTexts()) {
            assertThat(encoder.fits("word ".repeat(300))).isFalse();
        }
    }

    @Test
    void cutsOffTextsThatDoNotFit() {
        if (supportsOnlyShortTexts()) {
            String start = "word ".repeat(300);
            List<float[]> vectors = encoder.embedTexts(List.of(start + "cat", start + "knife"));
            assertSame(vectors.get(0), vectors.get(1));
        }
    }

    @Test
    void looksAtImagesOfAnyShape() {
        for (RgbImage image : List.of(
                TestImages.plain(200, 10, 10, 1, 1), TestImages.drawn(9, 1, 300), TestImages.drawn(9, 700, 3))) {
            float[] vector = encoder.embedImage(image).getFirst();
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void itsThresholdIsACosine() {
        encoder.relevanceThreshold().ifPresent(t -> assertThat(t).isBetween(-1.0, 1.0));
    }

    @Test
    void severalThreadsEmbedAtOnce() throws Exception {
        List<float[]> alone = new ArrayList<>();
        for (int seed = 20; seed < 24; seed++) {
            alone.add(encoder.embedImage(image(seed)).getFirst());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<float[]>> atOnce = new ArrayList<>();
            for (int seed = 20; seed < 24; seed++) {
                RgbImage image = image(seed);
                atOnce.add(threads.submit(() -> encoder.embedImage(image).getFirst()));
            }
            for (int i = 0; i < alone.size(); i++) {
                assertSame(atOnce.get(i).get(), alone.get(i));
            }
        }
    }

    @Test
    void closingTwiceIsFine() {
        ImageTextEncoder other = open();
        other.close();
        other.close();
        assertThat(encoder.embedTexts(TEXTS)).as("another instance works on").hasSameSizeAs(TEXTS);
    }

    private RgbImage image(long seed) {
        return TestImages.drawn(seed, side(), side());
    }

    private void assertSame(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance()));
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
