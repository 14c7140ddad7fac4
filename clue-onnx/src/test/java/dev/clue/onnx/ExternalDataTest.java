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

    @Test
    void graphsWithinGraphsWithoutEndAreNoProblemOfTheWeights() throws IOException {
        byte[] nested = new byte[1 << 20];
        int start = nested.length;
        while (start > 32) { // tags of a graph's node, its attribute, and the graph in that, from the inside out
            for (int field : new int[] {6, 5, 1}) {
                start = wrapped(nested, start, field);
            }
        }
        Files.write(graph, Arrays.copyOfRange(nested, wrapped(nested, start, 7), nested.length));
        assertThat(ExternalData.problem(graph)).isEmpty();
    }

    /** Puts a field's tag and length before what has been written. */
    private static int wrapped(byte[] bytes, int start, int field) {
        int at = start;
        int length = bytes.length - start;
        bytes[--at] = (byte) (length >>> 14);
        bytes[--at] = (byte) (length >>> 7 | 0x80);
        bytes[--at] = (byte) (length | 0x80);
        bytes[--at] = (byte) (field << 3 | 2);
        return at;
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
