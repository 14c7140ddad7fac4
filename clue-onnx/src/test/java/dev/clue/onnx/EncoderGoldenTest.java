package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.image.RgbImage;
import dev.clue.model.TestImages;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoders against the reference implementation (transformers) on tiny models with random weights. */
class EncoderGoldenTest {

    private static final double FP32 = 1e-4;
    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);

    @ParameterizedTest
    @ValueSource(strings = {"clip", "siglip"})
    void embedsTextsAsTheReference(String architecture) {
        Golden golden = Golden.of(architecture);
        try (OnnxImageTextEncoder encoder = open(architecture)) {
            int index = 0;
            for (JsonNode text : golden.value("texts")) {
                String name = String.valueOf(index++);
                assertThat(encoder.ids(text.asText())).isEqualTo(golden.ids(name + "/ids"));
                assertThat(encoder.fits(text.asText()))
                        .isEqualTo(golden.value(name + "/fits").asBoolean());
                float[] found = encoder.embedTexts(List.of(text.asText())).getFirst();
                assertThat(Differences.record(architecture + " texts", golden.array(name + "/embedding"), found))
                        .isLessThan(FP32);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "siglip"})
    void embedsImagesAsTheReference(String architecture) {
        Golden golden = Golden.of(architecture);
        try (OnnxImageTextEncoder encoder = open(architecture)) {
            for (String name : List.of("square", "wide", "tall", "large")) {
                RgbImage image = Golden.image(name);
                assertThat(Differences.record(
                                architecture + " pixels", golden.array(name + "/pixels"), encoder.pixels(image)))
                        .isLessThan(FP32);
                assertThat(Differences.record(
                                architecture + " images",
                                golden.array(name + "/embedding"),
                                encoder.embedImage(image).getFirst()))
                        .isLessThan(FP32);
            }
        }
    }

    @Test
    void aLongImageIsSeenToItsEnds() {
        try (OnnxImageTextEncoder clip = open("clip");
                OnnxImageTextEncoder siglip = open("siglip")) {
            assertThat(clip.embedImage(TestImages.drawn(1, 100, 100))).hasSize(1);
            assertThat(clip.embedImage(TestImages.drawn(1, 200, 100))).hasSize(4);
            assertThat(clip.embedImage(TestImages.drawn(1, 20_000, 10))).hasSize(4);
            assertThat(siglip.embedImage(TestImages.drawn(1, 200, 100))).hasSize(1);
        }
    }

    private static OnnxImageTextEncoder open(String architecture) {
        return OnnxImageTextEncoder.open(architecture, Golden.path(architecture), OPTIONS);
    }
}
