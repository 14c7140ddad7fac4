package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aFolderWithoutTheFileLeavesEverythingOpen() {
        Settings settings = Settings.of(new ModelFolder(folder));
        assertThat(settings.relevanceThreshold()).isEmpty();
        assertThat(settings.smallRegion()).isEmpty();
        assertThat(settings.tiles()).isEqualTo(Tiles.NONE);
        assertThat(settings.queryTemplate()).isEmpty();
    }

    @Test
    void readsWhatTheMakersSay() throws IOException {
        write("{\"relevance_threshold\": -0.1, \"small_region\": 0.03, \"tiles\": 2,"
                + " \"query_template\": \"{object}\"}");
        Settings settings = Settings.of(new ModelFolder(folder));
        assertThat(settings.relevanceThreshold()).hasValue(-0.1);
        assertThat(settings.smallRegion()).hasValue(0.03);
        assertThat(settings.tiles()).isEqualTo(new Tiles(2));
        assertThat(settings.queryTemplate()).contains("{object}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "1.01", "\"3 %\""})
    void aShareOfTheImageIsFromZeroToOne(String share) throws IOException {
        write("{\"small_region\": " + share + "}");
        assertThatThrownBy(() -> Settings.of(new ModelFolder(folder)))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("clue.json")
                .hasMessageContaining("small_region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "9", "1.5", "\"two\""})
    void tilesAreCountedAlongASide(String tiles) throws IOException {
        write("{\"tiles\": " + tiles + "}");
        assertThatThrownBy(() -> Settings.of(new ModelFolder(folder)))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("clue.json")
                .hasMessageContaining("tiles");
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("clue.json"), text);
    }
}
