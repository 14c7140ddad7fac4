package dev.clue.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Dialogues one after the other, which every published graph can do; the last one is remembered. */
final class SingleDialogues implements Dialogues {

    private final Idefics3Parts parts;
    private final SharedPrefixes prefixes;
    private long[] lastIds = {};
    private @Nullable KeyValues last;

    SingleDialogues(Idefics3Parts parts, SharedPrefixes prefixes) {
        this.parts = parts;
        this.prefixes = prefixes;
    }

    @Override
    public List<Turn> next(List<long[]> bodies, int maxTokens) {
        List<Turn> turns = new ArrayList<>(bodies.size());
        for (long[] body : bodies) {
            turns.add(next(body, maxTokens));
        }
        return turns;
    }

    private Turn next(long[] body, int maxTokens) {
        SharedPrefixes.Prefix prefix = prefixes.longest(body);
        long[] known = prefix.ids();
        KeyValues past = prefix.keyValues();
        if (last != null && lastIds.length > known.length && SharedPrefixes.begins(lastIds, body)) {
            known = lastIds;
            past = last;
        }
        long[] rest = Arrays.copyOfRange(body, known.length, body.length);
        GreedyDecoding.Answer answer = new GreedyDecoding(parts).answer(past, rest, maxTokens);
        close();
        last = answer.keyValues();
        lastIds = LongStream.concat(Arrays.stream(body), Arrays.stream(answer.read()))
                .toArray();
        return new Turn(answer.ids(), rest.length);
    }

    @Override
    public void close() {
        if (last != null) {
            last.close();
            last = null;
        }
    }
}
