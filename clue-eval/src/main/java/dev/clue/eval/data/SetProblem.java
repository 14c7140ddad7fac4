package dev.clue.eval.data;

import java.util.List;

/**
 * Something in a labelled set that was left out, or that is not as it should be. The rest of the set can be used.
 *
 * @param places every file with its line, or table with its row from 0, that has this problem: {@code
 *     metadata.jsonl:12}, {@code test.parquet#11}; at least one
 * @param what what is wrong, and what became of it
 * @param advice what to do
 */
public record SetProblem(List<String> places, String what, String advice) {

    /** Copies the places. */
    public SetProblem {
        places = List.copyOf(places);
    }

    /** One line: {@code where: what: advice}, with the number of further places. */
    @Override
    public String toString() {
        int further = places.size() - 1;
        String more = further == 0 ? "" : " (and " + further + (further == 1 ? " more place)" : " more places)");
        return places.getFirst() + more + ": " + what + ": " + advice;
    }
}
