package dev.clue.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dialogues that are read and decoded together in one row: a trunk that all of them begin with, and a branch each, kept
 * apart by a mask. A step gives each dialogue that has not ended its next token. The row of the last call is remembered,
 * so that the next turn of its dialogues is read on from there.
 */
final class BranchingDialogues implements Dialogues {

    /** Tokens that may be remembered in one row: bounds native memory, whatever is said. */
    private static final int LARGEST_ROW = 4096;

    /** Tokens that are read in one run: the mask grows with the square. */
    private static final int LARGEST_READ = 1024;

    private final Idefics3Parts parts;
    private final SharedPrefixes prefixes;
    private final int most;
    private @Nullable Branches remembered;

    /** @param most the most dialogues in one row */
    BranchingDialogues(Idefics3Parts parts, SharedPrefixes prefixes, int most) {
        this.parts = parts;
        this.prefixes = prefixes;
        this.most = most;
    }

    @Override
    public List<Turn> next(List<long[]> bodies, int maxTokens) {
        List<Turn> turns = new ArrayList<>(bodies.size());
        while (turns.size() < bodies.size()) {
            List<long[]> row = row(bodies.subList(turns.size(), bodies.size()), maxTokens);
            turns.addAll(together(row, maxTokens));
        }
        return turns;
    }

    /** As many of the bodies as may stand in one row, at least the first. */
    private List<long[]> row(List<long[]> bodies, int maxTokens) {
        int unread = 0;
        int count = 0;
        for (long[] body : bodies) {
            unread += remembered == null ? body.length : remembered.unread(body);
            boolean room = count < most && unread <= LARGEST_READ && unread + (count + 1) * maxTokens <= LARGEST_ROW;
            if (count > 0 && !room) {
                break;
            }
            count++;
        }
        return bodies.subList(0, count);
    }

    private List<Turn> together(List<long[]> bodies, int maxTokens) {
        Branches row = remembered;
        remembered = null;
        if (row == null || !row.knows(bodies) || row.length() + growth(row, bodies, maxTokens) > LARGEST_ROW) {
            if (row != null) {
                row.close();
            }
            row = begin(bodies);
        }
        try {
            List<Turn> turns = row.next(bodies, maxTokens);
            remembered = row;
            return turns;
        } finally {
            if (remembered == null) {
                row.close();
            }
        }
    }

    private static int growth(Branches row, List<long[]> bodies, int maxTokens) {
        return bodies.stream().mapToInt(body -> row.unread(body) + maxTokens).sum();
    }

    private Branches begin(List<long[]> bodies) {
        long[] first = bodies.getFirst();
        int common = first.length - 1;
        for (long[] body : bodies) {
            common = Math.min(common, SharedPrefixes.common(first, body));
        }
        SharedPrefixes.Prefix prefix = prefixes.longest(Arrays.copyOf(first, common + 1));
        return new Branches(parts, prefix);
    }

    @Override
    public void close() {
        if (remembered != null) {
            remembered.close();
            remembered = null;
        }
    }
}
