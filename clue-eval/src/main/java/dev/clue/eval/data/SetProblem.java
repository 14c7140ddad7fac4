package dev.clue.eval.data;

/**
 * Something in a labelled set that was left out, or that is not as it should be. The rest of the set can be used.
 *
 * @param where the file with its line, or the table with its row from 0: {@code metadata.jsonl:12}, {@code
 *     test.parquet#11}
 * @param what what is wrong, and what became of it
 * @param advice what to do
 * @param places how many places have the same problem, {@code where} being the first; at least 1
 */
public record SetProblem(String where, String what, String advice, int places) {

    /** One line: {@code where: what: advice}, with the number of further places. */
    @Override
    public String toString() {
        String more = places == 1 ? "" : " (and " + (places - 1) + (places == 2 ? " more place)" : " more places)");
        return where + more + ": " + what + ": " + advice;
    }
}
