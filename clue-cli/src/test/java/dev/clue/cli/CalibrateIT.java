package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.verdict.ImageVerdict;
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

/** The bundled models are calibrated on the examples, and judge them with what was learned. */
class CalibrateIT {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String CONSTITUTION =
            EXAMPLES.resolve("playground.clue.yaml").toString();
    private static final double ALPHA = 0.25;

    @TempDir
    Path folder = Path.of("");

    @Test
    void withLabelsNoMoreThanTheRankAllowsAreMissed() throws IOException {
        Map<String, ImageVerdict.Outcome> labels = labels();
        long unsafe = labels.values().stream()
                .filter(label -> label == ImageVerdict.Outcome.UNSAFE)
                .count();
        Path profile = folder.resolve("labelled.json");
        run("calibrate", labelledSet(labels).toString(), "-c", CONSTITUTION, "--alpha", "" + ALPHA, "-o", profile + "");

        List<ImageVerdict> judged = judged("labelled.jsonl", "--profile", profile.toString());
        assertThat(judged)
                .hasSize(12)
                .allSatisfy(verdict -> assertThat(verdict.profile()).startsWith("labelled@"));
        assertThat(judged)
                .filteredOn(verdict -> verdict.outcome() == ImageVerdict.Outcome.SAFE
                        && labels.get(name(verdict)) == ImageVerdict.Outcome.UNSAFE)
                .hasSizeLessThan((int) Math.floor(ALPHA * (unsafe + 1)));
    }

    @Test
    void withoutLabelsBothModesAgree() throws IOException {
        Path profile = folder.resolve("batch.json");
        run("calibrate", EXAMPLES.toString(), "-c", CONSTITUTION, "--unlabelled", "-o", profile.toString());

        List<ImageVerdict> shared = judged("shared.jsonl", "--profile", profile.toString());
        List<ImageVerdict> literal = judged("literal.jsonl", "--profile", profile.toString(), "--literal");
        assertThat(shared)
                .hasSize(12)
                .allSatisfy(verdict -> assertThat(verdict.profile()).startsWith("batch@"));
        assertThat(literal)
                .extracting(ImageVerdict::outcome)
                .isEqualTo(shared.stream().map(ImageVerdict::outcome).toList());
    }

    /** What the examples are known to be. */
    private static Map<String, ImageVerdict.Outcome> labels() throws IOException {
        Map<String, ImageVerdict.Outcome> labels = new TreeMap<>();
        for (String line : Files.readAllLines(EXAMPLES.resolve("expected.jsonl"))) {
            JsonNode row = new ObjectMapper().readTree(line);
            labels.put(
                    row.path("file_name").asText(),
                    ImageVerdict.Outcome.valueOf(row.path("truth").asText().toUpperCase(Locale.ROOT)));
        }
        return labels;
    }

    private Path labelledSet(Map<String, ImageVerdict.Outcome> labels) throws IOException {
        Path set = Files.createDirectories(folder.resolve("set"));
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, ImageVerdict.Outcome> label : labels.entrySet()) {
            Files.copy(EXAMPLES.resolve(label.getKey()), set.resolve(label.getKey()));
            rows.add("{\"file_name\": \"" + label.getKey() + "\", \"label\": \""
                    + label.getValue().name().toLowerCase(Locale.ROOT) + "\"}");
        }
        Files.write(set.resolve("metadata.jsonl"), rows);
        return set;
    }

    private static String name(ImageVerdict verdict) {
        return Path.of(verdict.image().uri()).getFileName().toString();
    }

    private List<ImageVerdict> judged(String name, String... options) throws IOException {
        Path output = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("judge", EXAMPLES.toString(), "--output", output.toString()));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
        return Files.readAllLines(output).stream().map(VerdictJson::read).toList();
    }

    private static void run(String... arguments) {
        assertThat(Main.run(Wiring.setup(Shell.ofThisProcess()), arguments)).isEqualTo(ExitStatus.RAN.code());
    }
}
