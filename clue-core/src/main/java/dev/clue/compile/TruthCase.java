package dev.clue.compile;

import dev.clue.constitution.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row of a chain's truth table, as the description of a picture.
 *
 * @param isTrue the statements that are true
 * @param isFalse the others
 * @param failing the only precondition that fails, from 0; null where all hold
 */
record TruthCase(
        List<String> isTrue, List<String> isFalse, @Nullable Integer failing) {

    /**
     * The rows that tell chains apart: everything true; each way in which a choice holds by one alternative alone; and
     * everything true but one precondition. Rows that are the same are there once. Their order says nothing about what
     * they are.
     */
    static List<TruthCase> of(Chain chain) {
        Set<TruthCase> cases = new LinkedHashSet<>();
        cases.add(where(chain, Set.of(), null));
        for (int size : choices(chain)) {
            for (int kept = 0; kept < size; kept++) {
                TruthCase one = where(chain, allBut(chain, size, kept), null);
                // Where a statement stands in two choices, this row may not be one where all hold.
                if (chain.violatedWhere(one.isTrue()::contains)) {
                    cases.add(one);
                }
            }
        }
        for (int i = 0; i < chain.preconditions().size(); i++) {
            TruthCase one = where(chain, Set.copyOf(chain.preconditions().get(i)), i);
            cases.add(one);
        }
        return cases.stream()
                .sorted(Comparator.comparingInt(TruthCase::shuffled).thenComparing(TruthCase::described))
                .toList();
    }

    /** Whether the chain says that such a picture violates the rule. */
    boolean violated() {
        return failing == null;
    }

    /** The description that the model reads. */
    String described() {
        List<String> lines = new ArrayList<>();
        if (!isTrue.isEmpty()) {
            lines.add("True: " + String.join("; ", isTrue) + ".");
        }
        if (!isFalse.isEmpty()) {
            lines.add("Not true: " + String.join("; ", isFalse) + ".");
        }
        return String.join("\n", lines);
    }

    private static TruthCase where(Chain chain, Set<String> isFalse, @Nullable Integer failing) {
        List<String> all = chain.statements();
        return new TruthCase(
                all.stream().filter(statement -> !isFalse.contains(statement)).toList(),
                all.stream().filter(isFalse::contains).toList(),
                failing);
    }

    /** The sizes of the chain's choices. Choices of one size are taken to go together, alternative by alternative. */
    private static List<Integer> choices(Chain chain) {
        return chain.preconditions().stream()
                .map(List::size)
                .filter(size -> size > 1)
                .distinct()
                .toList();
    }

    private static Set<String> allBut(Chain chain, int size, int kept) {
        Set<String> isFalse = new LinkedHashSet<>();
        Set<String> keptOnes = new LinkedHashSet<>();
        for (List<String> alternatives : chain.preconditions()) {
            if (alternatives.size() == size) {
                keptOnes.add(alternatives.get(kept));
                IntStream.range(0, size).filter(i -> i != kept).forEach(i -> isFalse.add(alternatives.get(i)));
            } else if (alternatives.size() == 1) {
                keptOnes.addAll(alternatives);
            }
        }
        isFalse.removeAll(keptOnes);
        return isFalse;
    }

    private int shuffled() {
        return PlainText.oneLine(described()).hashCode() * 0x9E3779B9;
    }
}
