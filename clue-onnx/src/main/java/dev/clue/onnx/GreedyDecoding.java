package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import java.util.Arrays;

/** Lets the decoder speak: the likeliest token each time, until it ends its turn. */
final class GreedyDecoding {

    private final Idefics3Parts parts;

    GreedyDecoding(Idefics3Parts parts) {
        this.parts = parts;
    }

    /**
     * What the decoder said.
     *
     * @param ids the generated tokens, without the one that ended the turn
     * @param read those of them that the decoder has read back
     * @param keyValues what is remembered after those
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Answer(long[] ids, long[] read, KeyValues keyValues) {}

    /**
     * @param past what has been read, not closed here
     * @param prompt the tokens still to read before the answer
     */
    Answer answer(KeyValues past, long[] prompt, int maxTokens) {
        long[] ids = new long[maxTokens];
        int count = 0;
        Decoder.Read read = parts.decoder().read(past, parts.embedder().embed(prompt));
        try {
            while (count < maxTokens) {
                long next = likeliest(read.logits());
                if (parts.ends().contains(next)) {
                    break;
                }
                ids[count++] = next;
                if (count == maxTokens) {
                    break;
                }
                KeyValues before = read.keyValues();
                read = parts.decoder().read(before, parts.embedder().embed(new long[] {next}));
                before.close();
            }
        } catch (RuntimeException e) {
            read.keyValues().close();
            throw e;
        }
        int readBack = read.keyValues().length() - past.length() - prompt.length;
        return new Answer(Arrays.copyOf(ids, count), Arrays.copyOf(ids, readBack), read.keyValues());
    }

    private long likeliest(float[] logits) {
        return likeliest(logits, parts.decoder().graph());
    }

    /**
     * The token with the largest logit.
     *
     * @param graph where they come from, for the error
     * @throws ModelUnfitException if one is not a number
     */
    static long likeliest(float[] logits, Graph graph) {
        int best = 0;
        for (int i = 0; i < logits.length; i++) {
            if (Float.isNaN(logits[i])) {
                throw new ModelUnfitException(graph.file()
                        + " answered with NaN in place of a number. The file is damaged or its precision too low for"
                        + " this machine: fetch it again, or choose another precision.");
            }
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }
}
