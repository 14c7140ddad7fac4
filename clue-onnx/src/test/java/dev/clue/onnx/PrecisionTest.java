package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void copyTheModel() throws IOException {
        folder = Golden.copy("idefics3", temp.resolve("model"));
        Files.delete(folder.resolve("onnx/decoder_packed.onnx"));
    }

    @Test
    void theMostExactIsTheDefault() throws IOException {
        assertThat(decoder(OPTIONS)).isEqualTo("decoder_model_merged.onnx");
        Files.delete(folder.resolve("onnx/decoder_model_merged.onnx"));
        assertThat(decoder(OPTIONS)).isEqualTo("decoder_model_merged_fp16.onnx");
        Files.delete(folder.resolve("onnx/decoder_model_merged_fp16.onnx"));
        assertThat(decoder(OPTIONS)).isEqualTo("decoder_model_merged_q4.onnx");
    }

    @Test
    void theWantedOneIsTakenWhereItIsThere() {
        try (Idefics3Model model = Idefics3Model.open("tiny", folder, OPTIONS.withPrecision(Precision.Q4))) {
            assertThat(model.abilities().graphs())
                    .containsExactly("vision_encoder.onnx", "embed_tokens.onnx", "decoder_model_merged_q4.onnx");
        }
    }

    @Test
    void theDigestCoversWhatShapesAnswers() throws IOException {
        String whole = digest(OPTIONS);
        assertThat(digest(OPTIONS)).isEqualTo(whole);
        assertThat(digest(OPTIONS.withThreads(2).withPackSize(3))).isEqualTo(whole);
        assertThat(digest(OPTIONS.withPrecision(Precision.Q4))).isNotEqualTo(whole);
        assertThat(digest(OPTIONS.withImageSplitting(false))).isNotEqualTo(whole);
        Files.writeString(
                folder.resolve("generation_config.json"),
                Files.readString(folder.resolve("generation_config.json")).replace("433", "2"));
        assertThat(digest(OPTIONS)).isNotEqualTo(whole);
    }

    @Test
    void theDigestCoversWeightsBesideTheGraph() throws IOException {
        ModelFolder files = new ModelFolder(folder);
        Path graph = files.file("onnx/embed_tokens.onnx");
        Path weights = folder.resolve("onnx/shared.bin");
        Files.writeString(weights, "one");
        Files.writeString(folder.resolve("onnx/unrelated.bin"), "other");
        assertThat(files.used()).containsExactly(graph);
        Files.write(graph, "shared.bin".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(files.used()).containsExactlyInAnyOrder(graph, weights);
    }

    private String decoder(EngineOptions options) {
        try (Idefics3Model model = Idefics3Model.open("tiny", folder, options)) {
            return model.abilities().graphs().getLast();
        }
    }

    private String digest(EngineOptions options) {
        try (Idefics3Model model = Idefics3Model.open("tiny", folder, options)) {
            return model.identity().digest();
        }
    }
}
