package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with a real server. */
class VllmServerIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    void aRealServerPassesTheProbe() throws IOException {
        Result result = Vllm.clue(folder).run("probe", Vllm.MODEL, "--json");
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        JsonNode probe = JSON.readTree(result.out());
        assertThat(probe.at("/can_judge").asBoolean()).isTrue();
        assertThat(probe.at("/server/vllm_version").asText()).isNotEmpty();
        assertThat(probe.at("/server/token_ids").asBoolean())
                .as("tokens of Yes and No are asked for by their ids, so that none of them can be missing")
                .isTrue();
        assertThat(probe.findValuesAsText("grade")).isNotEmpty().doesNotContain("bad");
    }

    @Test
    void aNameThatItDoesNotHaveIsRefusedWithThoseThatItHas() {
        Result result = Vllm.clue(folder)
                .image("a.png", PaintedModels.GREEN)
                .constitution()
                .run("judge", folder.toString(), "--model", "openai:nobody");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err()).contains("has no model \"nobody\"").contains("pictogram");
    }
}
