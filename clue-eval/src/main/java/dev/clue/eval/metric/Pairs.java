package dev.clue.eval.metric;

import java.util.List;

/** Two methods' predictions of the same items. */
final class Pairs {

    private Pairs() {}

    /** Labels are compared, for want of names. */
    static void requireSameItems(List<Scored> one, List<Scored> other) {
        if (one.size() != other.size()) {
            throw new IllegalArgumentException("two methods are compared on the same items, but there are " + one.size()
                    + " of one and " + other.size() + " of the other");
        }
        for (int item = 0; item < one.size(); item++) {
            if (one.get(item).positive() != other.get(item).positive()) {
                throw new IllegalArgumentException(
                        "two methods are compared on the same items in the same order, but the labels of item " + item
                                + " (counted from 0) differ");
            }
        }
    }
}
