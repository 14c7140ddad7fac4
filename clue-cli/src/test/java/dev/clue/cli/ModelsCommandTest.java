package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void listNamesEveryModelWithItsSizeAndPurpose() {
        Result result = new Clue(folder).run("models", "list");
        assertThat(result.status()).isZero();
        assertThat(result.lines().getFirst()).isEqualTo("pictogram          29.0 MiB  drawn scenes");
    }

    @Test
    void verifyReportsEveryModelAndFailsIfOneIsDamaged() {
        Result result = new Clue(folder).run("models", "verify");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).isEqualTo("pictogram: good\n");
        assertThat(result.err()).contains("broken: broken/decoder.onnx is missing");
    }

    @Test
    void verifySaysWhatItCouldNotCheck() {
        Result result = new Clue(folder).run("models", "verify", "downloaded");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .isEqualTo("downloaded: opens; no digests were checked, because it has no manifest.json\n");
    }

    @Test
    void verifyChecksTheNamedModels() {
        assertThat(new Clue(folder).run("models", "verify", "pictogram").status())
                .isZero();
        assertThat(new Clue(folder).run("models").status()).isEqualTo(ExitStatus.USAGE.code());
    }
}
