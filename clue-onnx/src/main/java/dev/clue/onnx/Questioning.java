package dev.clue.onnx;

import dev.clue.error.ModelException;
import dev.clue.error.ModelUnfitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts several continuations of one prefix to the decoder, in the way that was found to work. */
final class Questioning {

    /** Tokens in one packed row: the mask grows with the square. */
    private static final int LARGEST_ROW = 1024;

    /** Numbers that the copies of a prefix may take in one batch: 256 MiB. */
    private static final long LARGEST_COPIES = 64L << 20;

    private static final float SAME = 1e-3f;

    private final Idefics3Parts parts;
    private final Asking way;
    private final int packSize;

    private Questioning(Idefics3Parts parts, Asking way, int packSize) {
        this.parts = parts;
        this.way = way;
        this.packSize = packSize;
    }

    /** @throws ModelUnfitException if a way is asked for that the graph cannot go */
    static Questioning of(Idefics3Parts parts, EngineOptions options) {
        Asking way = switch (options.asking()) {
            case AUTOMATIC ->
                parts.decoder().packs() ? Asking.PACKED : batches(parts) ? Asking.BATCHED : Asking.ONE_BY_ONE;
            case PACKED -> require(parts.decoder().packs(), Asking.PACKED, parts);
            case BATCHED -> require(batches(parts), Asking.BATCHED, parts);
            case ONE_BY_ONE -> Asking.ONE_BY_ONE;
        };
        return new Questioning(parts, way, options.packSize());
    }

    Asking way() {
        return way;
    }

    /** The most questions, or dialogues, in one run. */
    int packSize() {
        return packSize;
    }

    /** The logits after each continuation, in their order. */
    List<float[]> ask(KeyValues prefix, List<long[]> continuations) {
        return switch (way) {
            case PACKED -> packed(prefix, continuations);
            case BATCHED -> batched(prefix, continuations);
            case ONE_BY_ONE, AUTOMATIC ->
                continuations.stream()
                        .map(ids ->
                                parts.decoder().logits(prefix, parts.embedder().embed(ids)))
                        .toList();
        };
    }

    private List<float[]> packed(KeyValues prefix, List<long[]> continuations) {
        List<float[]> logits = new ArrayList<>();
        int from = 0;
        while (from < continuations.size()) {
            int tokens = continuations.get(from).length;
            int to = from + 1;
            while (to < continuations.size()
                    && to - from < packSize
                    && tokens + continuations.get(to).length <= LARGEST_ROW) {
                tokens += continuations.get(to).length;
                to++;
            }
            List<long[]> pack = continuations.subList(from, to);
            int[] lengths = pack.stream().mapToInt(ids -> ids.length).toArray();
            logits.addAll(parts.decoder().logitsPacked(prefix, parts.embedder().embed(joined(pack)), lengths));
            from = to;
        }
        return logits;
    }

    private List<float[]> batched(KeyValues prefix, List<long[]> continuations) {
        Map<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int i = 0; i < continuations.size(); i++) {
            byLength.computeIfAbsent(continuations.get(i).length, length -> new ArrayList<>())
                    .add(i);
        }
        long numbers = 1
                + prefix.tensors().values().stream()
                        .mapToLong(tensor -> Tensors.count(tensor.getInfo().getShape()))
                        .sum();
        int rows = Math.clamp(LARGEST_COPIES / numbers, 1, packSize);
        float[][] logits = new float[continuations.size()][];
        for (List<Integer> same : byLength.values()) {
            for (int from = 0; from < same.size(); from += rows) {
                List<Integer> batch = same.subList(from, Math.min(same.size(), from + rows));
                float[] embeddings = parts.embedder()
                        .embed(joined(batch.stream().map(continuations::get).toList()));
                List<float[]> answers = parts.decoder().logitsBatched(prefix, embeddings, batch.size());
                for (int i = 0; i < batch.size(); i++) {
                    logits[batch.get(i)] = answers.get(i);
                }
            }
        }
        return Arrays.asList(logits);
    }

    /** Tries a batch of two on a past of one token: graphs with GroupQueryAttention refuse it. */
    private static boolean batches(Idefics3Parts parts) {
        Decoder decoder = parts.decoder();
        if (decoder.packs()) {
            return false;
        }
        long[] yes = {parts.answers().yes()[0], parts.answers().no()[0]};
        long[] no = {parts.answers().no()[0], parts.answers().yes()[0]};
        float[] two = parts.embedder().embed(joined(List.of(yes, no)));
        float[] first = Arrays.copyOf(two, two.length / 2);
        float[] second = Arrays.copyOfRange(two, two.length / 2, two.length);
        try (KeyValues nothing = decoder.nothing();
                KeyValues past = decoder.read(nothing, Arrays.copyOf(two, parts.hidden()))
                        .keyValues()) {
            List<float[]> together;
            try {
                together = decoder.logitsBatched(past, two, 2);
            } catch (ModelException e) {
                return false;
            }
            return same(together.get(0), decoder.logits(past, first))
                    && same(together.get(1), decoder.logits(past, second));
        }
    }

    private static boolean same(float[] some, float[] others) {
        for (int i = 0; i < some.length; i++) {
            if (!(Math.abs(some[i] - others[i]) <= SAME)) {
                return false;
            }
        }
        return true;
    }

    private static Asking require(boolean works, Asking way, Idefics3Parts parts) {
        if (!works) {
            throw new ModelUnfitException(parts.decoder().graph().file() + " cannot be asked the way " + way + ". Use "
                    + Asking.AUTOMATIC + ", which takes what the graph can do.");
        }
        return way;
    }

    private static long[] joined(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).toArray();
    }
}
