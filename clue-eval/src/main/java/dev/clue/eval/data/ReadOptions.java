package dev.clue.eval.data;

import dev.clue.constitution.Constitution;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a set is read.
 *
 * @param constitution by whose rules the images will be judged: labels of other rules are problems, and a set with
 *     labels for several constitutions is read for this one; null to take the labels as they are
 * @param mapping what the columns mean, or null to choose the ready one that fits the columns
 * @param splits the parts of the set to read, such as {@code test}; empty for all
 */
public record ReadOptions(
        @Nullable Constitution constitution, @Nullable ColumnMapping mapping, Set<String> splits) {

    /** All splits, a ready mapping, labels as they are. */
    public static final ReadOptions DEFAULT = new ReadOptions(null, null, Set.of());

    /** Copies the splits. */
    public ReadOptions {
        splits = Collections.unmodifiableSet(new TreeSet<>(splits));
    }

    /** The same for a constitution. */
    public ReadOptions with(Constitution chosen) {
        return new ReadOptions(chosen, mapping, splits);
    }

    /** The same with a mapping. */
    public ReadOptions with(ColumnMapping chosen) {
        return new ReadOptions(constitution, chosen, splits);
    }

    /** The same for some of the splits. */
    public ReadOptions with(Set<String> chosen) {
        return new ReadOptions(constitution, mapping, chosen);
    }
}
