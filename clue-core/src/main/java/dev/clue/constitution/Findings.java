package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Place;
import dev.clue.error.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the mistakes of one file. */
final class Findings {

    /** More than these help nobody, and a hostile file could bring a million. */
    static final int MOST = 100;

    private static final Comparator<Finding> BY_PLACE =
            Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

    private final String file;
    private final List<Finding> found = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void add(Place place, @Nullable String ruleId, String message) {
        found.add(new Finding(file, place.line(), place.column(), ruleId, message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the file; the last says how many more there are, if there are more than {@link #MOST}. */
    List<Finding> inFileOrder() {
        List<Finding> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        if (sorted.size() <= MOST) {
            return List.copyOf(sorted);
        }
        Finding next = sorted.get(MOST);
        int more = sorted.size() - MOST;
        List<Finding> first = new ArrayList<>(sorted.subList(0, MOST));
        first.add(new Finding(
                file,
                next.line(),
                next.column(),
                null,
                more + (more == 1 ? " more mistake" : " more mistakes") + " from here on; mend the first " + MOST
                        + " and check again"));
        return List.copyOf(first);
    }
}
