package dev.clue.eval.data;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An image and what is known about it.
 *
 * @param id what the set calls it: unique in the set, the same each time the set is read
 * @param source where its bytes are
 * @param unsafe whether it violates a rule, or null where only rules are labelled and not all of them
 * @param rules whether it violates a rule, by rule id; rules that nobody labelled are absent
 * @param statements whether a statement is true of it, by the statement's text; usually empty
 * @param slices the parts of the set that it belongs to, such as {@code small object}
 * @param pair what it shares with the images that were made or chosen together with it, such as the two of a minimal
 *     pair, or null where it was chosen by itself
 */
public record LabelledImage(
        String id,
        ImageSource source,
        @Nullable Boolean unsafe,
        SortedMap<String, Boolean> rules,
        Map<String, Boolean> statements,
        SortedSet<String> slices,
        @Nullable String pair) {

    /** Copies the collections. */
    public LabelledImage {
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
        statements = Map.copyOf(statements);
        slices = Collections.unmodifiableSortedSet(new TreeSet<>(slices));
    }

    /** An image that was chosen by itself. */
    public LabelledImage(
            String id,
            ImageSource source,
            @Nullable Boolean unsafe,
            SortedMap<String, Boolean> rules,
            Map<String, Boolean> statements,
            SortedSet<String> slices) {
        this(id, source, unsafe, rules, statements, slices, null);
    }

    /** What it is drawn together with when a sample is drawn again: its pair, else itself. */
    public String cluster() {
        return pair == null ? "image " + id : "pair " + pair;
    }
}
