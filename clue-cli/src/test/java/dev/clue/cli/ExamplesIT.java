package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the README, with the bundled models: every example gets its true verdict, for the right rule. */
class ExamplesIT {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path EXPECTED = EXAMPLES.resolve("expected.jsonl");

    @TempDir
    Path folder = Path.of("");

    @Test
    void everyExampleGetsItsTrueVerdict() throws IOException {
        assumeThat(EXPECTED).as("examples without images").exists();
        Path output = folder.resolve("verdicts.jsonl");
        Shell shell = Shell.ofThisProcess();
        int status = Main.run(Wiring.setup(shell), "judge", EXAMPLES.toString(), "--output", output.toString());
        assertThat(status).isZero();
        assertThat(verdicts(output)).isEqualTo(expected());
    }

    @Test
    void theConstitutionIsGood() {
        assertThat(ConstitutionFile.read(EXAMPLES.resolve("playground.clue.yaml"))
                        .rules())
                .hasSize(6);
    }

    private static Map<String, String> verdicts(Path output) throws IOException {
        Map<String, String> verdicts = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            ImageVerdict verdict = VerdictJson.read(line);
            String violated = verdict.rules().stream()
                    .filter(rule -> rule.outcome() == RuleVerdict.Outcome.VIOLATED)
                    .map(RuleVerdict::id)
                    .sorted()
                    .toList()
                    .toString();
            String name = Path.of(verdict.image().uri()).getFileName().toString();
            verdicts.put(name, verdict.outcome().name().toLowerCase(Locale.ROOT) + " " + violated);
        }
        return verdicts;
    }

    private static Map<String, String> expected() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(EXPECTED)) {
            JsonNode node = json.readTree(line);
            List<String> violated = new ArrayList<>();
            node.path("violated").forEach(rule -> violated.add(rule.asText()));
            expected.put(
                    node.path("file_name").asText(),
                    node.path("verdict").asText() + " "
                            + violated.stream().sorted().toList());
        }
        return expected;
    }
}
