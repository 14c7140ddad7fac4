package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The detectors against the reference implementation (transformers) on tiny models with random weights. */
class DetectorGoldenTest {

    private static final double FP32 = 1e-4;
    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);

    @ParameterizedTest
    @ValueSource(strings = {"owlvit", "owlv2"})
    void findsWhatTheReferenceFinds(String architecture) {
        Golden golden = Golden.of(architecture);
        List<String> objects = new ArrayList<>();
        golden.value("objects").forEach(object -> objects.add(object.asText()));
        try (OnnxObjectDetector detector = OnnxObjectDetector.open(architecture, Golden.path(architecture), OPTIONS)) {
            for (int i = 0; i < objects.size(); i++) {
                JsonNode ids = golden.value("ids").get(i);
                long[] found = detector.ids(objects.get(i));
                for (int k = 0; k < found.length; k++) {
                    assertThat(found[k]).as(objects.get(i)).isEqualTo(ids.get(k).asLong());
                }
            }
            for (String name : List.of("square", "wide", "tall", "large", "strip", "dot")) {
                RgbImage image = Golden.image(name);
                assertThat(Differences.record(
                                architecture + " pixels", golden.array(name + "/pixels"), detector.pixels(image)))
                        .as(name)
                        .isLessThan(FP32);
                List<Found> found = detector.find(image, objects);
                for (int i = 0; i < found.size(); i++) {
                    float[] expected = golden.array(name + "/" + i + "/best");
                    Found best = found.get(i);
                    double span = Math.max(image.width(), image.height());
                    assertThat(Differences.record(architecture + " scores", new float[] {expected[0]}, new float[] {
                                (float) best.score()
                            }))
                            .isLessThan(FP32);
                    assertThat(Differences.record(
                                    architecture + " boxes, in parts of the side",
                                    new float[] {
                                        (float) (expected[1] / span),
                                        (float) (expected[2] / span),
                                        (float) (expected[3] / span),
                                        (float) (expected[4] / span)
                                    },
                                    new float[] {
                                        (float) (best.left() / span),
                                        (float) (best.top() / span),
                                        (float) (best.right() / span),
                                        (float) (best.bottom() / span)
                                    }))
                            .as(name + " " + objects.get(i))
                            .isLessThan(FP32);
                    assertThat((double)
                                    detector.detect(image, objects).get(i).box().left())
                            .isCloseTo(Math.clamp(expected[1], 0, image.width() - 1), within(1.001));
                }
            }
        }
    }
}
