package dev.clue.probe;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that was found out about a model.
 *
 * @param id what was looked at, lower case with hyphens; never renamed
 * @param grade how good it is
 * @param finding what was found, and what to do where something is wrong
 * @param figures the numbers behind it, by name
 */
public record Check(String id, Grade grade, String finding, SortedMap<String, Double> figures) {

    /** How good it is. */
    public enum Grade {
        /** As it should be. */
        GOOD,
        /** The model can judge; this is worth knowing. */
        NOTE,
        /** The model cannot judge. */
        BAD
    }

    /** Without numbers. */
    public static Check of(String id, Grade grade, String finding) {
        return new Check(id, grade, finding, new TreeMap<>());
    }

    /** The same with a number. */
    public Check with(String name, double value) {
        SortedMap<String, Double> more = new TreeMap<>(figures);
        more.put(name, value);
        return new Check(id, grade, finding, more);
    }
}
