package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.ImageDomain;
import dev.clue.model.ImageDomainContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainTest extends ImageDomainContract {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);
    private static OnnxImageDomain domain;

    @TempDir
    Path temp;

    @BeforeAll
    static void open() {
        domain = OnnxImageDomain.open(Golden.path("clip"), OPTIONS);
    }

    @AfterAll
    static void close() {
        domain.close();
    }

    @Override
    protected ImageDomain domain() {
        return domain;
    }

    @Test
    void scoresWhatTheEncoderSees() {
        Golden golden = Golden.of("clip");
        for (String name : List.of("square", "wide", "tall", "large")) {
            ImageDomain.Familiarity familiarity = domain.familiarity(Golden.image(name));
            double expected = golden.value(name + "/outlier_score").asDouble();
            assertThat(familiarity.distance()).isCloseTo(expected, within(1e-4));
            assertThat(familiarity.inside()).isEqualTo(expected <= 0.8);
        }
    }

    @Test
    void aDomainThatLostAFileIsAnErrorAndNoOpenGate() throws IOException {
        for (String lost : List.of("domain.json", "onnx/domain.onnx")) {
            Path folder = temp.resolve(lost.replace('/', '-'));
            Golden.copy("idefics3", folder.resolve("vlm"));
            Path encoder = Golden.copy("clip", folder.resolve("encoder"));
            Files.delete(encoder.resolve(lost));
            ModelBundle bundle = ModelStore.standard().find(folder.toString());
            assertThatThrownBy(() -> OnnxModels.open(bundle, OPTIONS).close())
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(encoder.resolve(lost) + " is missing")
                    .hasMessageContaining("fetch");
        }
    }

    @Test
    void refusesADamagedDomain() throws IOException {
        Path folder = Golden.copy("clip", temp.resolve("clip"));
        Files.writeString(folder.resolve("domain.json"), "{\"limit\": -1, \"advice\": \"x\"}");
        assertThatThrownBy(() -> OnnxImageDomain.open(folder, OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("domain.json");
        Files.delete(folder.resolve("onnx/domain.onnx"));
        assertThatThrownBy(() -> OnnxImageDomain.open(folder, OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("domain.onnx");
    }
}
