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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void threeImages() {
        clue = new Clue(folder)
                .constitution()
                .image("a.png", PaintedModels.RED)
                .image("b.png", PaintedModels.GREEN)
                .image("c.png", PaintedModels.BLUE);
    }

    @Test
    void everyWayJudgesTheSame() throws IOException {
        Result result = clue.run("bench", folder.toString(), "--json", "--repetitions", "2");
        assertThat(result.status()).isZero();
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.path("images").asInt()).isEqualTo(3);
        assertThat(report.path("ways")).hasSize(3).allSatisfy(way -> {
            assertThat(way.path("different_verdicts").asInt(-1)).isZero();
            assertThat(way.path("ms")).hasSize(2);
            assertThat(way.path("median_ms").asDouble()).isPositive();
            assertThat(way.path("step_ms").has("token")).isTrue();
        });
        assertThat(report.path("ways").get(0).path("ratio").asDouble()).isEqualTo(1);
        assertThat(report.path("memory").path("heap_bytes").asLong()).isPositive();
    }

    @Test
    void aProfileIsNamedAndRefusedWhereItDoesNotBelong() throws IOException {
        for (int i = 0; i < 10; i++) {
            clue.image("more/" + i + ".png", i % 2 == 0 ? PaintedModels.RED : PaintedModels.GREEN, 20, 10 + i);
        }
        String constitution = clue.path("playground.clue.yaml");
        String profile = clue.path("learned.json");
        clue.run("calibrate", clue.path("more"), "-c", constitution, "--unlabelled", "--output", profile);
        Result result = clue.run(
                "bench", clue.path("a.png"), "--json", "--repetitions", "1", "--warm-up", "0", "--profile", profile);
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(new ObjectMapper().readTree(result.out()).path("profile").asText())
                .startsWith("learned@");
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("version: 3", "version: 4"));
        Result refused = clue.run("bench", clue.path("a.png"), "--profile", profile);
        assertThat(refused.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(refused.err()).contains("constitution (made for playground version 3");
    }

    @Test
    void textFitsEightyColumns() {
        Result result = clue.run("bench", folder.toString(), "--repetitions", "1", "--warm-up", "0");
        assertThat(result.out())
                .contains("3 images, 1 rule, painted")
                .contains("profile paper")
                .contains("median of 1 repetition after 0 to warm up")
                .contains("literal")
                .contains("0 different verdicts")
                .contains("of it Java objects");
        assertThat(result.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(84));
    }

    @Test
    void oneIsNoPlural() {
        assertThat(clue.run("bench", clue.path("a.png"), "--repetitions", "1", "--warm-up", "0")
                        .out())
                .contains("1 image, 1 rule, painted")
                .doesNotContainPattern("\\b1 (images|rules|processors|repetitions|different verdicts)\\b");
    }

    @ParameterizedTest
    @CsvSource({
        "--repetitions, 0, 1 to 1000",
        "--repetitions, 1001, 1 to 1000",
        "--warm-up, -1, 0 to 1000",
        "--warm-up, 1001, 0 to 1000"
    })
    void numbersOutOfRange(String option, String value, String range) {
        Result result = clue.run("bench", folder.toString(), option + "=" + value);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains(option + ": must be " + range + ", but is " + value);
    }
}
