package dev.clue.cli.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * How long one way of judging took.
 *
 * @param name the way
 * @param millisAnImage wall time of each repetition, divided by the images
 * @param stepMillis median over the repetitions of each step, an image
 * @param calls model calls an image
 * @param graphShare share of the time that the bare graphs ran; NaN where the engine does not say
 * @param differentVerdicts images whose verdict is another one than in the first way
 */
record Measurement(
        String name,
        List<Double> millisAnImage,
        SortedMap<String, Double> stepMillis,
        double calls,
        double graphShare,
        long differentVerdicts) {

    double median() {
        return median(millisAnImage);
    }

    double fastest() {
        return millisAnImage.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    double slowest() {
        return millisAnImage.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
