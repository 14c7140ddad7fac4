package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model that is too small for what is asked of it, and that has no eyes: SmolLM2-135M-Instruct behind vLLM. */
class WeakTextModelServerIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void policy() {
        clue = Vllm.clue(folder, Vllm.textAddress()).file("house.md", """
                        # House rules

                        - **Dogs.** A dog must be on a lead.
                        - **Knives.** No dangerous use of a knife.
                        """);
    }

    @Test
    void whatItWritesIsNoConstitution() {
        Result result = clue.run("compile", clue.path("house.md"), "--text-model", Vllm.TEXT_MODEL);
        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err())
                .contains("openai:smollm2 cannot compile rules: it rates")
                .contains("nothing was compiled; use a larger model (--text-model)");
        assertThat(folder).isDirectoryNotContaining("glob:**.yaml");
    }

    @Test
    void itsRatingsAreNotLintFindings() {
        clue.constitution();
        Result result =
                clue.run("lint", clue.path("playground.clue.yaml"), "--objectiveness", "--text-model", Vllm.TEXT_MODEL);
        assertThat(result.status()).as(result.out() + result.err()).isEqualTo(ExitStatus.MODEL.code());
    }

    @Test
    void theProbeSaysThatItTakesNoImages() throws IOException {
        Result result = clue.run("probe", Vllm.TEXT_MODEL, "--json");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        JsonNode probe = JSON.readTree(result.out());
        assertThat(probe.at("/can_judge").asBoolean()).isFalse();
        assertThat(result.out()).contains("does not take this image (HTTP 400)");
    }

    @Test
    void itDoesNotJudge() {
        Result result = clue.image("a.png", PaintedModels.GREEN)
                .constitution()
                .run("judge", folder.toString(), "--model", Vllm.TEXT_MODEL);
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).doesNotContain("safe");
        assertThat(result.err()).contains("use a multimodal model");
    }
}
