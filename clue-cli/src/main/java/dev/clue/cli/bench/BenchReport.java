package dev.clue.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.cli.output.Words;
import dev.clue.cli.run.Basis;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.JudgeModels;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What a benchmark found.
 *
 * @param basis by what the images were judged
 * @param bench how it was measured
 * @param measurements the first is what the others are compared with
 * @param memory of the process at the end
 */
public record BenchReport(Basis basis, Bench bench, List<Measurement> measurements, Memory memory) {

    private static final double MEBIBYTE = 1 << 20;
    private static final double MILLIS_A_SECOND = 1000;

    /** Makes a judge of models; which ones, is what differs between the ways. */
    @FunctionalInterface
    public interface Judges {

        /** @param literal whether to run Algorithm 1 as the paper writes it */
        ImageJudge judge(JudgeModels models, boolean literal);
    }

    /** Measures. */
    public static BenchReport of(Basis basis, Bench bench, JudgeModels models, Judges judges) {
        JudgeModels oneByOne =
                new JudgeModels(new OneByOne(models.vlm()), models.encoder(), models.detector(), models.domain());
        Map<String, Function<String, ImageVerdict>> ways = new LinkedHashMap<>();
        ways.put("shared, in packs", way(judges.judge(models, false)));
        ways.put("shared, one question at a time", way(judges.judge(oneByOne, false)));
        ways.put("literal", way(judges.judge(models, true)));
        List<Measurement> measurements = bench.run(ways);
        return new BenchReport(basis, bench, measurements, Memory.now());
    }

    private static Function<String, ImageVerdict> way(ImageJudge judge) {
        return image -> judge.judge(image, Path.of(image));
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%s, %s, %s",
                Words.count(bench.images().size(), "image"),
                Words.count(basis.constitution().rules().size(), "rule"),
                basis.models().vlm().name());
        line(text, "profile %s", basis.thresholds().profile());
        line(
                text,
                "%s, Java %s, %s",
                System.getProperty("os.name"),
                Runtime.version(),
                Words.count(Runtime.getRuntime().availableProcessors(), "processor"));
        line(text, "median of %s after %d to warm up", Words.count(bench.repetitions(), "repetition"), bench.warmUp());
        text.append('\n');
        line(text, "%-31s %8s %9s %15s %8s %7s", "", "images/s", "ms/image", "fastest-slowest", "calls", "against");
        double reference = measurements.getFirst().median();
        for (Measurement way : measurements) {
            line(
                    text,
                    "%-31s %8.2f %9.1f %15s %8.1f %7.2f",
                    way.name(),
                    MILLIS_A_SECOND / way.median(),
                    way.median(),
                    String.format(Locale.ROOT, "%.1f-%.1f", way.fastest(), way.slowest()),
                    way.calls(),
                    way.median() / reference);
        }
        text.append('\n');
        for (Measurement way : measurements.subList(1, measurements.size())) {
            line(text, "%s: %s", way.name(), Words.count(way.differentVerdicts(), "different verdict"));
        }
        steps(text, measurements.getFirst());
        memory(text);
        return text.toString();
    }

    private static void steps(StringBuilder text, Measurement way) {
        text.append("\nms an image by step, ").append(way.name()).append('\n');
        way.stepMillis().forEach((step, millis) -> line(text, "  %-20s %9.1f", step, millis));
        if (!Double.isNaN(way.graphShare())) {
            line(
                    text,
                    "  %-20s %9.1f  (%.0f %% of the time; the engine adds the rest)",
                    "in the bare graphs",
                    way.graphShare() * way.median(),
                    100 * way.graphShare());
        }
    }

    private void memory(StringBuilder text) {
        text.append('\n');
        memory.residentBytes().ifPresent(bytes -> line(text, "%-20s %9.0f MiB", "resident memory", bytes / MEBIBYTE));
        memory.peakResidentBytes().ifPresent(bytes -> line(text, "%-20s %9.0f MiB", "at its peak", bytes / MEBIBYTE));
        line(text, "%-20s %9.0f MiB", "of it Java objects", memory.heapBytes() / MEBIBYTE);
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format here is a constant
    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    /** For programs. */
    public String json(String clueVersion) {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = json.createObjectNode();
        root.put("clue_version", clueVersion)
                .put("java", Runtime.version().toString())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("constitution_sha256", basis.constitution().sha256())
                .put("vlm_digest", basis.models().vlm().digest())
                .put("profile", basis.thresholds().profile())
                .put("images", bench.images().size())
                .put("rules", basis.constitution().rules().size())
                .put("warm_up", bench.warmUp())
                .put("repetitions", bench.repetitions());
        ArrayNode ways = root.putArray("ways");
        double reference = measurements.getFirst().median();
        for (Measurement way : measurements) {
            ObjectNode node = ways.addObject()
                    .put("name", way.name())
                    .put("images_per_second", MILLIS_A_SECOND / way.median())
                    .put("median_ms", way.median())
                    .put("ratio", way.median() / reference)
                    .put("calls", way.calls())
                    .put("different_verdicts", way.differentVerdicts());
            way.millisAnImage().forEach(node.withArray("ms")::add);
            ObjectNode steps = node.putObject("step_ms");
            way.stepMillis().forEach(steps::put);
            if (!Double.isNaN(way.graphShare())) {
                node.put("graph_share", way.graphShare());
            }
        }
        ObjectNode memoryNode = root.putObject("memory").put("heap_bytes", memory.heapBytes());
        put(memoryNode, "resident_bytes", memory.residentBytes());
        put(memoryNode, "peak_resident_bytes", memory.peakResidentBytes());
        try {
            return json.writeValueAsString(root) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ObjectNode node, String key, OptionalLong value) {
        if (value.isPresent()) {
            node.put(key, value.getAsLong());
        }
    }
}
