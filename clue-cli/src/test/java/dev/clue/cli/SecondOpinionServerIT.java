package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundled model in our engine and in vLLM, which nobody here wrote, with the same prompts, encoder and detector: the
 * same verdicts. {@code -Dclue.scenes=FOLDER} takes other images for the sample, judged by its constitution. What was
 * measured is written to {@code target/second-opinion-*.txt}.
 */
class SecondOpinionServerIT {

    private static final Path SAMPLE = Path.of("..", "samples", "pictosafe");
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final double LEAST_EQUAL = 0.99;

    @TempDir
    Path folder = Path.of("");

    @Test
    void theSampleGetsTheSameVerdicts() throws IOException {
        String scenes = System.getProperty("clue.scenes", SAMPLE.toString());
        requireSameVerdicts("sample", Path.of(scenes), SAMPLE.resolve("pictosafe.clue.yaml"));
    }

    @Test
    void theExamplesGetTheSameVerdicts() throws IOException {
        requireSameVerdicts("examples", EXAMPLES, EXAMPLES.resolve("playground.clue.yaml"));
    }

    private void requireSameVerdicts(String name, Path images, Path constitution) throws IOException {
        Map<String, ImageVerdict> ours = judged(images, constitution, "pictogram");
        Map<String, ImageVerdict> theirs =
                judged(images, constitution, Vllm.MODEL, "--local-models", "pictogram", "--threads", "2");
        SecondOpinion compared = SecondOpinion.between(ours, theirs);
        Files.writeString(Path.of("target", "second-opinion-" + name + ".txt"), compared.report());
        assertThat(compared.equalShare()).as(compared.report()).isGreaterThanOrEqualTo(LEAST_EQUAL);
    }

    private Map<String, ImageVerdict> judged(Path images, Path constitution, String model, String... more)
            throws IOException {
        Path output = folder.resolve(model.replace(':', '-') + ".jsonl");
        List<String> command = new ArrayList<>(List.of("judge", images.toString(), "--model", model));
        command.addAll(List.of("--constitution", constitution.toString()));
        command.addAll(List.of("--output", output.toString(), "--overwrite"));
        command.addAll(List.of(more));
        Clue.Result result = Vllm.clue(folder).run(command.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        Map<String, ImageVerdict> judged = new LinkedHashMap<>();
        for (String line : Files.readAllLines(output)) {
            ImageVerdict verdict = VerdictJson.read(line);
            judged.put(verdict.image().uri(), verdict);
        }
        return judged;
    }
}
