package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Items in groups, such as rules or slices, and averages over them. */
public final class Groups {

    private Groups() {}

    /**
     * The mean of a metric over groups.
     *
     * @param mean of the groups in which it is defined, or why there is none
     * @param groups how many those are
     * @param undefined the reasons of the others, by group
     */
    public record Macro(Measured<Double> mean, int groups, SortedMap<String, String> undefined) {}

    /**
     * Puts each thing into every group that it belongs to.
     *
     * @param groups the groups of a thing: its slices, say; a thing in none is left out
     */
    public static <T> SortedMap<String, List<T>> by(
            Collection<T> things, Function<? super T, ? extends Collection<String>> groups) {
        SortedMap<String, List<T>> grouped = new TreeMap<>();
        for (T thing : things) {
            for (String group : groups.apply(thing)) {
                grouped.computeIfAbsent(group, name -> new ArrayList<>()).add(thing);
            }
        }
        return grouped;
    }

    /** Every group counts the same, however large. Groups without a value do not count, and are named. */
    public static Macro macro(Map<String, List<Scored>> groups, Metric metric) {
        double sum = 0;
        int defined = 0;
        SortedMap<String, String> undefined = new TreeMap<>();
        for (Map.Entry<String, List<Scored>> group : groups.entrySet()) {
            switch (metric.of(group.getValue())) {
                case Measured.Defined<Double> value -> {
                    sum += value.value();
                    defined++;
                }
                case Measured.Undefined<Double> none -> undefined.put(group.getKey(), none.reason());
            }
        }
        Measured<Double> mean = defined == 0
                ? Measured.undefined("the macro average of " + metric.key() + " needs a group that has one: "
                        + (groups.isEmpty() ? "there are no groups" : "none of " + groups.size() + " has"))
                : Measured.of(sum / defined);
        return new Macro(mean, defined, undefined);
    }

    /** Every item counts the same: the metric of all items of all groups together. */
    public static Measured<Double> micro(Map<String, List<Scored>> groups, Metric metric) {
        return metric.of(groups.values().stream().flatMap(List::stream).toList());
    }
}
