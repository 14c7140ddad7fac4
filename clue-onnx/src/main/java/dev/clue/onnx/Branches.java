package dev.clue.onnx;

import dev.clue.onnx.Dialogues.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Dialogues in one row of keys and values: a trunk that all of them begin with, and a branch each. What one token sees
 * is the trunk and its own branch, so each dialogue is decoded as if it were alone; positions count within each.
 */
final class Branches implements AutoCloseable {

    private final Idefics3Parts parts;
    private final int head;
    private final List<long[]> known = new ArrayList<>();
    private long[] trunk;
    private KeyValues keyValues;
    private boolean own;
    private int[] branches;

    /** @param start the trunk so far; stays open when this closes */
    Branches(Idefics3Parts parts, SharedPrefixes.Prefix start) {
        this.parts = parts;
        this.trunk = start.ids();
        this.keyValues = start.keyValues();
        this.head = keyValues.length() - trunk.length;
        this.branches = new int[keyValues.length()];
        Arrays.fill(branches, Decoder.TRUNK);
    }

    /** Tokens remembered. */
    int length() {
        return keyValues.length();
    }

    /** Whether the trunk suits all bodies, and a branch one of them. */
    boolean knows(List<long[]> bodies) {
        return bodies.stream().allMatch(body -> SharedPrefixes.begins(trunk, body))
                && bodies.stream().anyMatch(body -> branch(body, Set.of()) >= 0);
    }

    /** How many tokens of the body are still to be read. */
    int unread(long[] body) {
        int branch = branch(body, Set.of());
        int read = branch >= 0 ? known.get(branch).length : SharedPrefixes.begins(trunk, body) ? trunk.length : 0;
        return body.length - read;
    }

    /** The model's next turn in each dialogue. */
    List<Turn> next(List<long[]> bodies, int maxTokens) {
        Row row = new Row();
        int shared = known.isEmpty() ? widenTrunk(bodies, row) : 0;
        List<Speaker> speakers = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (long[] body : bodies) {
            int branch = branch(body, taken);
            int from = branch < 0 ? trunk.length : known.get(branch).length;
            if (branch < 0) {
                branch = known.size();
                known.add(trunk);
            }
            taken.add(branch);
            row.add(Arrays.copyOfRange(body, from, body.length), branch, from);
            row.wantLogits();
            known.set(branch, body);
            speakers.add(new Speaker(branch, maxTokens, body.length - from + (speakers.isEmpty() ? shared : 0)));
        }
        List<Speaker> speaking = speakers;
        while (!speaking.isEmpty()) {
            List<float[]> logits = read(row);
            row = new Row();
            List<Speaker> goOn = new ArrayList<>();
            for (int i = 0; i < speaking.size(); i++) {
                Speaker speaker = speaking.get(i);
                if (speaker.says(
                        GreedyDecoding.likeliest(logits.get(i), parts.decoder().graph()))) {
                    long[] last = {speaker.last()};
                    long[] before = known.get(speaker.branch);
                    row.add(last, speaker.branch, before.length);
                    row.wantLogits();
                    known.set(speaker.branch, joined(before, last));
                    goOn.add(speaker);
                }
            }
            speaking = goOn;
        }
        return speakers.stream().map(Speaker::turn).toList();
    }

    /** Reads what several bodies begin with only once. */
    private int widenTrunk(List<long[]> bodies, Row row) {
        if (bodies.size() < 2) {
            return 0;
        }
        int common = bodies.stream()
                .mapToInt(body -> SharedPrefixes.common(bodies.getFirst(), body))
                .min()
                .orElseThrow();
        long[] wider = Arrays.copyOf(bodies.getFirst(), common);
        int from = trunk.length;
        row.add(Arrays.copyOfRange(wider, from, common), Decoder.TRUNK, from);
        trunk = wider;
        return common - from;
    }

    /** The branch that the body goes on from, the longest of those that are not taken; -1 if there is none. */
    private int branch(long[] body, Set<Integer> taken) {
        int best = -1;
        for (int i = 0; i < known.size(); i++) {
            boolean longer = best < 0 || known.get(i).length > known.get(best).length;
            if (longer && !taken.contains(i) && SharedPrefixes.begins(known.get(i), body)) {
                best = i;
            }
        }
        return best;
    }

    private List<float[]> read(Row row) {
        int[] all =
                IntStream.concat(Arrays.stream(branches), row.branches.build()).toArray();
        Decoder.BranchesRead read = parts.decoder()
                .readBranches(
                        keyValues,
                        parts.embedder().embed(row.ids.build().toArray()),
                        all,
                        row.positions.build().toArray(),
                        row.rows.build().toArray());
        close();
        keyValues = read.keyValues();
        own = true;
        branches = all;
        return read.logits();
    }

    @Override
    public void close() {
        if (own) {
            keyValues.close();
            own = false;
        }
    }

    private static long[] joined(long[] first, long[] second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The tokens of one run. */
    private final class Row {

        private final LongStream.Builder ids = LongStream.builder();
        private final IntStream.Builder branches = IntStream.builder();
        private final LongStream.Builder positions = LongStream.builder();
        private final LongStream.Builder rows = LongStream.builder();
        private int length;

        /** @param from how many tokens of the dialogue come before */
        void add(long[] tokens, int branch, int from) {
            for (int i = 0; i < tokens.length; i++) {
                ids.add(tokens[i]);
                branches.add(branch);
                positions.add((long) head + from + i);
            }
            length += tokens.length;
        }

        /** Logits after the token that was added last. */
        void wantLogits() {
            rows.add(length - 1L);
        }
    }

    /** A turn in the making. */
    private final class Speaker {

        private final int branch;
        private final int newlyRead;
        private final long[] ids;
        private int count;

        Speaker(int branch, int maxTokens, int newlyRead) {
            this.branch = branch;
            this.newlyRead = newlyRead;
            this.ids = new long[maxTokens];
        }

        /** Takes the next token, and says whether there may be another. */
        boolean says(long id) {
            if (count == ids.length || parts.ends().contains(id)) {
                return false;
            }
            ids[count++] = id;
            return count < ids.length;
        }

        long last() {
            return ids[count - 1];
        }

        Turn turn() {
            return new Turn(Arrays.copyOf(ids, count), newlyRead);
        }
    }
}
