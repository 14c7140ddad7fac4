package dev.clue.cli.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.cli.engine.ModelSource;
import dev.clue.cli.engine.OnnxSource;
import dev.clue.error.ConfigurationException;
import dev.clue.onnx.ModelStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundVocabularyTest {

    private static final ModelSource MODELS = new OnnxSource(ModelStore.standard());

    @TempDir
    Path folder = Path.of("");

    @Test
    void aBundledModelHasOne() {
        assertThat(FoundVocabulary.of("pictogram", MODELS).file()).hasFileName("vocabulary.yaml");
    }

    @Test
    void aNameThatIsNeitherFileNorModelIsSaidToBeNeither() {
        String mistyped = folder.resolve("wrods.yml.bak").toString();
        assertThatThrownBy(() -> FoundVocabulary.of(mistyped, MODELS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--vocabulary: there is no file " + mistyped + ", and there is no model");
    }
}
