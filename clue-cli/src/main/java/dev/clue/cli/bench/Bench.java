package dev.clue.cli.bench;

import dev.clue.verdict.ImageVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Judges the same images in several ways, in turns, so that what slows the machine down for a while slows all of them.
 *
 * @param images what is judged
 * @param warmUp repetitions that do not count
 * @param repetitions repetitions that do
 * @param graphTime time that the engine's graphs have run so far in this process; empty where it does not say
 */
public record Bench(List<String> images, int warmUp, int repetitions, Supplier<Optional<Duration>> graphTime) {

    private static final double NANOS_A_MILLI = 1e6;

    private static final class Recording {
        final List<Double> millis = new ArrayList<>();
        final SortedMap<String, List<Double>> steps = new TreeMap<>();
        final List<ImageVerdict.Outcome> outcomes = new ArrayList<>();
        long calls;
        double graphMillis;
    }

    /** Measures each way of judging; the first is what the others are compared with. */
    List<Measurement> run(Map<String, Function<String, ImageVerdict>> ways) {
        Map<String, Recording> recordings = new LinkedHashMap<>();
        for (int repetition = 0; repetition < warmUp; repetition++) {
            ways.forEach((name, way) -> repeat(way, new Recording()));
        }
        for (int repetition = 0; repetition < repetitions; repetition++) {
            ways.forEach((name, way) -> repeat(way, recordings.computeIfAbsent(name, key -> new Recording())));
        }
        List<ImageVerdict.Outcome> reference = recordings.values().iterator().next().outcomes;
        return recordings.entrySet().stream()
                .map(entry -> measurement(entry.getKey(), entry.getValue(), reference))
                .toList();
    }

    private void repeat(Function<String, ImageVerdict> judge, Recording recording) {
        Map<String, Double> steps = new TreeMap<>();
        double graphsBefore = graphMillis();
        long start = System.nanoTime();
        for (String image : images) {
            ImageVerdict verdict = judge.apply(image);
            verdict.timingMillis().forEach((step, millis) -> steps.merge(step, millis, Double::sum));
            recording.outcomes.add(verdict.outcome());
            recording.calls += verdict.usage().calls();
        }
        recording.millis.add((System.nanoTime() - start) / NANOS_A_MILLI / images.size());
        recording.graphMillis += graphMillis() - graphsBefore;
        steps.forEach((step, millis) ->
                recording.steps.computeIfAbsent(step, key -> new ArrayList<>()).add(millis / images.size()));
    }

    private double graphMillis() {
        return graphTime.get().map(time -> time.toNanos() / NANOS_A_MILLI).orElse(Double.NaN);
    }

    private Measurement measurement(String name, Recording recording, List<ImageVerdict.Outcome> reference) {
        SortedMap<String, Double> steps = new TreeMap<>();
        recording.steps.forEach((step, millis) -> steps.put(step, Measurement.median(millis)));
        double allMillis =
                recording.millis.stream().mapToDouble(Double::doubleValue).sum() * images.size();
        long different = IntStream.range(0, reference.size())
                .filter(i -> reference.get(i) != recording.outcomes.get(i))
                .count();
        return new Measurement(
                name,
                List.copyOf(recording.millis),
                steps,
                (double) recording.calls / repetitions / images.size(),
                recording.graphMillis / allMillis,
                different);
    }
}
