package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose output is no number says so, with its file: no rule is left out and no region is made of NaN. */
class NotANumberTest {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);
    private static final RgbImage IMAGE = TestImages.drawn(1, 40, 40);

    @TempDir
    Path temp;

    @Test
    void anEncoder() throws IOException {
        Path folder = damaged("clip", "onnx/vision_model.onnx");
        try (OnnxImageTextEncoder encoder = OnnxImageTextEncoder.open("x", folder, OPTIONS)) {
            assertThatThrownBy(() -> encoder.embedImage(IMAGE))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(
                            folder.resolve("onnx/vision_model.onnx").toString())
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void aDetector() throws IOException {
        Path folder = damaged("owlvit", "onnx/model.onnx");
        try (OnnxObjectDetector detector = OnnxObjectDetector.open("x", folder, OPTIONS)) {
            assertThatThrownBy(() -> detector.detect(IMAGE, List.of("dog")))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(folder.resolve("onnx/model.onnx").toString())
                    .hasMessageContaining("NaN");
        }
    }

    /** The middle of these files is a weight matrix; four of its numbers become NaN, which spreads to every output. */
    private Path damaged(String model, String graph) throws IOException {
        Path folder = Golden.copy(model, temp.resolve(model));
        byte[] bytes = Files.readAllBytes(folder.resolve(graph));
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 16, (byte) 0xff);
        Files.write(folder.resolve(graph), bytes);
        return folder;
    }
}
