package dev.clue.eval.metric;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How undecided predictions enter a metric. Their number is always reported apart; a metric that leaves them out
 * flatters a method that decides only what is easy, so it is to be read beside the other two.
 */
public enum UndecidedCount {
    /** As if they were not there. */
    LEFT_OUT,
    /** As predicted positive with the highest score: what a person must look at is held back. */
    AS_POSITIVE,
    /** As predicted negative with the lowest score: what is not found unsafe passes. */
    AS_NEGATIVE;

    /** The items with nothing undecided among them, in their order. */
    public List<Scored> applyTo(List<Scored> items) {
        return items.stream().flatMap(this::apply).toList();
    }

    private Stream<Scored> apply(Scored item) {
        if (!Objects.requireNonNull(item).undecided()) {
            return Stream.of(item);
        }
        return switch (this) {
            case LEFT_OUT -> Stream.empty();
            case AS_POSITIVE -> Stream.of(new Scored(item.positive(), true, 1.0));
            case AS_NEGATIVE -> Stream.of(new Scored(item.positive(), false, 0.0));
        };
    }
}
