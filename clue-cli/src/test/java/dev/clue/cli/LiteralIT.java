package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled models give the same verdicts when work is shared and when Algorithm 1 runs as the paper writes it. */
class LiteralIT {

    private static final Path EXAMPLES = Path.of("..", "examples");

    /** Between questions in packs and one by one: the difference that the engine's goldens allow. */
    private static final double ROUNDING = 1e-5;

    @TempDir
    Path folder = Path.of("");

    @Test
    void sharingWorkChangesNoVerdict() throws IOException {
        Map<String, ImageVerdict> shared = judged("shared.jsonl");
        Map<String, ImageVerdict> literal = judged("literal.jsonl", "--literal");
        assertThat(shared).hasSize(12);
        assertThat(literal.keySet()).isEqualTo(shared.keySet());
        shared.forEach((image, verdict) -> {
            ImageVerdict other = literal.get(image);
            assertThat(other).as(image).isNotNull();
            assertThat(other.outcome()).as(image).isEqualTo(verdict.outcome());
            assertThat(other.score()).as(image).isCloseTo(verdict.score(), within(ROUNDING));
            assertThat(rules(other)).as(image).isEqualTo(rules(verdict));
        });
        assertThat(literal.values().stream()
                        .mapToLong(verdict -> verdict.usage().calls())
                        .sum())
                .as("literally, nothing is shared")
                .isGreaterThan(shared.values().stream()
                        .mapToLong(verdict -> verdict.usage().calls())
                        .sum());
    }

    private Map<String, ImageVerdict> judged(String name, String... options) throws IOException {
        Path output = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("judge", EXAMPLES.toString(), "--output", output.toString()));
        arguments.addAll(List.of(options));
        int status = Main.run(Wiring.setup(Shell.ofThisProcess()), arguments.toArray(String[]::new));
        assertThat(status).isEqualTo(ExitStatus.RAN.code());
        Map<String, ImageVerdict> judged = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            ImageVerdict verdict = VerdictJson.read(line);
            judged.put(verdict.image().uri(), verdict);
        }
        return judged;
    }

    private static Map<String, RuleVerdict.Outcome> rules(ImageVerdict verdict) {
        Map<String, RuleVerdict.Outcome> outcomes = new TreeMap<>();
        verdict.rules().forEach(rule -> outcomes.put(rule.id(), rule.outcome()));
        return outcomes;
    }
}
