package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled models evaluate the sample and are killed (SIGKILL) at random points, each time after they were resumed:
 * no prediction is lost, none is there twice, nothing that was kept is asked again, and what comes of it in the end is
 * what an uninterrupted run comes to.
 */
class EvalKillAndResumeIT {

    private static final Path SAMPLE = Path.of("..", "samples", "pictosafe");
    private static final int IMAGES = 10;
    private static final int KILLS = 6;
    private static final int METHODS = 6;
    private static final long SEED = 20261124;
    private static final int MOST_DELAY_MILLIS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TOKENS = "input_tokens";
    private static final Set<String> TIMES = Set.of("ms", "seconds", "created_at", "timing_ms", TOKENS);
    private static final int LONGEST_DIALOGUE = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    /** Where a run writes, and what its models were asked. */
    private record Run(Path output, Path notes) {

        GrowingFile results() {
            return new GrowingFile(output.resolve("results.jsonl"));
        }

        GrowingFile calls() {
            return new GrowingFile(output.resolve("calls.jsonl"));
        }

        List<String> asked() throws IOException {
            return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
        }

        /** Keys of the calls of the multimodal model that are kept. */
        Set<String> kept() {
            return calls().lines().stream()
                    .flatMap(line -> line.has("pack")
                            ? Stream.iterate(0, i -> i < line.path("pack").size(), i -> i + 1)
                                    .map(i -> line.path("pack").path(i))
                            : Stream.of(line))
                    .filter(call ->
                            Set.of("answer", "turn").contains(call.path("call").asText()))
                    .map(call -> call.path("key").asText())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void nothingIsLostTwiceOrOtherwise() throws Exception {
        Run whole = run("whole");
        assertThat(start(whole).waitFor()).as(said()).isZero();
        long bytes = whole.calls().bytes();

        Run killed = run("killed");
        Random random = new Random(SEED);
        int inWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            String before = killed.results().finished();
            Set<String> kept = killed.kept();
            int asked = killed.asked().size();
            Process process = start(killed);
            long there = killed.calls().bytes();
            long until = there + 1 + (long) (random.nextDouble() * 2 * (bytes - there) / (KILLS - kill + 1));
            boolean grown = killed.calls().grown(process, until, PATIENCE);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_DELAY_MILLIS));
            inWork += grown && process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();

            assertThat(killed.results().finished()).startsWith(before);
            requireNoneTwice(killed.results().lines());
            assertThat(killed.kept()).containsAll(kept);
            assertThat(later(killed.asked(), asked)).noneMatch(kept::contains);
        }
        assertThat(inWork).as("kills that hit a running evaluation").isGreaterThanOrEqualTo(KILLS / 2);

        Set<String> kept = killed.kept();
        int asked = killed.asked().size();
        assertThat(start(killed).waitFor()).as(said()).isZero();
        assertThat(later(killed.asked(), asked)).noneMatch(kept::contains);
        assertThat(killed.kept()).as("the notes have the keys of the store").containsAll(killed.asked());
        assertThat(killed.kept()).isEqualTo(whole.kept()).isNotEmpty();
        requireNoneTwice(killed.results().lines());
        assertThat(predictions(killed)).hasSize(IMAGES * METHODS);
        requireSame(killed, whole);
    }

    /**
     * A look that goes on after a kill reads the instruction of its questions, or the dialogue so far, once more, which
     * is counted as what it is: tokens of the image at hand. Nothing else differs but times.
     */
    private static void requireLittleMoreRead(List<JsonNode> killed, List<JsonNode> whole) {
        Set<String> costlier = new HashSet<>();
        for (int i = 0; i < whole.size(); i++) {
            long more = killed.get(i).path("usage").path(TOKENS).asLong()
                    - whole.get(i).path("usage").path(TOKENS).asLong();
            assertThat(more).as("%s", killed.get(i)).isBetween(0L, (long) LONGEST_DIALOGUE);
            if (more > 0) {
                costlier.add(killed.get(i).path("item").asText());
            }
        }
        assertThat(costlier).hasSizeLessThanOrEqualTo(KILLS);
    }

    private static void requireSame(Run killed, Run whole) throws IOException {
        requireLittleMoreRead(killed.results().lines(), whole.results().lines());
        assertThat(timeless(killed.results().lines()))
                .isEqualTo(timeless(whole.results().lines()));
        assertThat(timeless(new GrowingFile(killed.output().resolve("verdicts.jsonl")).lines()))
                .isEqualTo(timeless(new GrowingFile(whole.output().resolve("verdicts.jsonl")).lines()));
        assertThat(timeless(JSON.readTree(killed.output().resolve("report.json").toFile())))
                .isEqualTo(timeless(
                        JSON.readTree(whole.output().resolve("report.json").toFile())));
        assertThat(killed.output().resolve("metrics.csv"))
                .hasSameTextualContentAs(whole.output().resolve("metrics.csv"));
        assertThat(withoutCost(killed)).isEqualTo(withoutCost(whole));
        assertThat(killed.output().resolve("report.html")).content().endsWith("</html>\n");
    }

    private static void requireNoneTwice(List<JsonNode> results) {
        assertThat(results.stream()
                        .filter(line -> line.has("item"))
                        .map(line -> line.path("item").asText() + " "
                                + line.path("method").asText()))
                .doesNotHaveDuplicates();
    }

    private static List<JsonNode> predictions(Run run) {
        return run.results().lines().stream().filter(line -> line.has("item")).toList();
    }

    private static List<String> later(List<String> asked, int from) {
        return asked.subList(from, asked.size());
    }

    private static List<JsonNode> timeless(List<JsonNode> lines) {
        return lines.stream().map(EvalKillAndResumeIT::timeless).toList();
    }

    /** The same without what a clock says, and without the tokens of prompts: {@link #requireLittleMoreRead}. */
    private static JsonNode timeless(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(TIMES);
        }
        node.forEach(EvalKillAndResumeIT::timeless);
        return node;
    }

    /** The text but for the table of costs, whose numbers report.json has too. */
    private static String withoutCost(Run run) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean cost = false;
        for (String line : Files.readAllLines(run.output().resolve("report.txt"))) {
            cost = line.startsWith("cost an image") || cost && !line.isEmpty();
            if (!cost) {
                lines.add(line);
            }
        }
        assertThat(lines).hasSizeGreaterThan(METHODS);
        return String.join("\n", lines);
    }

    private Run run(String name) {
        return new Run(folder.resolve(name), folder.resolve(name + ".asked"));
    }

    private String said() throws IOException {
        Path said = folder.resolve("said.txt");
        return Files.exists(said) ? Files.readString(said) : "";
    }

    private Process start(Run run) throws IOException {
        return ClueProcess.start(
                ClueProcess.command(
                        WatchedClue.class,
                        List.of("-D" + WatchedClue.NOTES + "=" + run.notes()),
                        "eval",
                        SAMPLE.toString(),
                        "-c",
                        SAMPLE.resolve("pictosafe.clue.yaml").toString(),
                        "--limit",
                        Integer.toString(IMAGES),
                        "--calibrations",
                        "--resamples",
                        "50",
                        "--output",
                        run.output().toString(),
                        "--resume"),
                folder.resolve("said.txt").toFile());
    }
}
