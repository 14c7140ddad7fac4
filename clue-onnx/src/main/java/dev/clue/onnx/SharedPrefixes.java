package dev.clue.onnx;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one look has read beyond the head of the prompt and may read on from: instructions that many questions begin with. A prefix is shared only where its tokens are the first tokens of the whole prompt,
 * which is checked, since a tokenizer may join the last word of an instruction with what follows.
 */
final class SharedPrefixes implements AutoCloseable {

    /** Instructions remembered a look; the judge has one. */
    private static final int MOST = 4;

    private final Idefics3Parts parts;
    private final KeyValues head;
    private final Map<String, Prefix> byInstruction = new LinkedHashMap<>();

    SharedPrefixes(Idefics3Parts parts, KeyValues head) {
        this.parts = parts;
        this.head = head;
    }

    /**
     * Tokens of the body that have been read, and what is remembered after them.
     *
     * @param newlyRead how many of them were read just now
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Prefix(long[] ids, KeyValues keyValues, int newlyRead) {}

    /**
     * The part that the bodies share with their instruction, read once and kept.
     *
     * @param instructionIds the instruction's own tokens
     */
    Prefix of(String instruction, long[] instructionIds, Collection<long[]> bodies) {
        Prefix known = byInstruction.get(instruction);
        long[] shared = known == null ? instructionIds : known.ids;
        int length = shared.length;
        for (long[] body : bodies) {
            length = Math.min(length, common(shared, body));
        }
        if (known != null && length == known.ids.length) {
            return new Prefix(known.ids, known.keyValues, 0);
        }
        long[] ids = Arrays.copyOf(shared, length);
        if (length == 0) {
            return new Prefix(ids, head, 0);
        }
        Prefix read = new Prefix(
                ids, parts.decoder().read(head, parts.embedder().embed(ids)).keyValues(), length);
        forget(byInstruction.put(instruction, read));
        if (byInstruction.size() > MOST) {
            forget(byInstruction.remove(byInstruction.keySet().iterator().next()));
        }
        return read;
    }

    /** The longest prefix of the body that has been read; at least the head alone. */
    Prefix longest(long[] body) {
        Prefix best = new Prefix(new long[0], head, 0);
        for (Prefix prefix : byInstruction.values()) {
            if (prefix.ids.length > best.ids.length && begins(prefix.ids, body)) {
                best = prefix;
            }
        }
        return best;
    }

    @Override
    public void close() {
        byInstruction.values().forEach(SharedPrefixes::forget);
        byInstruction.clear();
    }

    private static void forget(@Nullable Prefix prefix) {
        if (prefix != null) {
            prefix.keyValues.close();
        }
    }

    /** Whether the body goes on after these ids. */
    static boolean begins(long[] ids, long[] body) {
        return common(ids, body) == ids.length;
    }

    /** How many tokens two prompts begin with alike; at least one of the second is left over. */
    static int common(long[] ids, long[] body) {
        int length = Math.min(ids.length, body.length - 1);
        int different = Arrays.mismatch(ids, 0, length, body, 0, length);
        return different < 0 ? length : different;
    }
}
