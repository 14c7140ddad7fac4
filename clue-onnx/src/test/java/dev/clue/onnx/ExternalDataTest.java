package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled decoder keeps its weights in a file beside it. */
class ExternalDataTest {

    @TempDir
    Path temp;

    private Path graph;
    private Path weights;

    @BeforeEach
    void copy() throws IOException {
        graph = temp.resolve("decoder_packed.onnx");
        weights = temp.resolve("decoder_model_merged.onnx_data");
        for (Path file : new Path[] {graph, weights}) {
            Files.copy(Pictogram.folder("vlm").resolve("onnx").resolve(file.getFileName()), file);
        }
    }

    @Test
    void wholeWeightsAreNoProblem() {
        assertThat(ExternalData.problem(graph)).isEmpty();
        assertThat(ExternalData.problem(Golden.path("clip/onnx/text_model.onnx")))
                .isEmpty();
    }

    @Test
    void missingWeightsAreNamed() throws IOException {
        Files.delete(weights);
        assertUnfit().hasMessageStartingWith(weights + " is missing: decoder_packed.onnx keeps its weights there");
    }

    @Test
    void truncatedWeightsAreNamedWithBothSizes() throws IOException {
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertUnfit()
                .hasMessageStartingWith(
                        weights + " has " + whole.length / 2 + " bytes, but decoder_packed.onnx needs ");
    }

    @Test
    void aDamagedGraphIsOneLine() throws IOException {
        byte[] whole = Files.readAllBytes(graph);
        Files.write(graph, Arrays.copyOf(whole, whole.length / 2));
        assertUnfit().hasMessageStartingWith(graph + " cannot be loaded");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertUnfit() {
        return assertThatThrownBy(
                        () -> Graph.open(graph, EngineOptions.defaults().withThreads(1))
                                .close())
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("etch")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
    }
}
