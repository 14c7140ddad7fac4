package dev.clue.eval.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a set. What is wrong in the same way in several places is one problem. */
final class Problems {

    private final Map<Kind, List<String>> found = new LinkedHashMap<>();
    private int places;

    private record Kind(String what, String advice) {}

    void add(String where, String what, String advice) {
        places++;
        found.computeIfAbsent(new Kind(Cells.whole(what), advice), unseen -> new ArrayList<>())
                .add(where);
    }

    /** In how many places something is wrong. */
    int places() {
        return places;
    }

    /** In the order in which they were found first. */
    List<SetProblem> list() {
        return found.entrySet().stream()
                .map(each -> new SetProblem(each.getValue(), each.getKey().what, each.getKey().advice))
                .toList();
    }
}
