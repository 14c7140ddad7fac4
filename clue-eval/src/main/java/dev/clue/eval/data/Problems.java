package dev.clue.eval.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a set. What is wrong in the same way in several places is one problem. */
final class Problems {

    private final Map<Kind, Found> found = new LinkedHashMap<>();

    private record Kind(String what, String advice) {}

    private record Found(String where, int places) {}

    void add(String where, String what, String advice) {
        found.merge(
                new Kind(what, advice), new Found(where, 1), (first, next) -> new Found(first.where, first.places + 1));
    }

    /** In the order in which they were found first. */
    List<SetProblem> list() {
        return found.entrySet().stream()
                .map(each -> new SetProblem(
                        each.getValue().where, each.getKey().what, each.getKey().advice, each.getValue().places))
                .toList();
    }
}
