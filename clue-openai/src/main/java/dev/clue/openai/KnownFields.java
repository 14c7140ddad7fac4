package dev.clue.openai;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which optional fields a server takes: a guess by what it is, and then what its refusals teach. A field that a refusal
 * names is left out from then on. May be used by several threads at once.
 */
final class KnownFields {

    private static final Map<Field, Pattern> NAMES = new EnumMap<>(Field.class);

    static {
        for (Field field : Field.values()) {
            NAMES.put(field, Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(field.wire()) + "(?![A-Za-z0-9_])"));
        }
    }

    /** How many likeliest tokens to ask for, beginning with the most that servers allow. */
    private static final int[] TOP_LOGPROBS = {20, 10, 5};

    /** Too short a name to be looked for in sentences of any language. */
    private static final Set<Field> NAMED_IN_QUOTES = EnumSet.of(Field.N);

    /** What cuts an answer off: each server knows one of them, and also names it where a prompt is too long. */
    private static final Set<Field> LENGTH = EnumSet.of(Field.MAX_TOKENS, Field.MAX_COMPLETION_TOKENS);

    private static final Pattern TOO_LONG = Pattern.compile(
            "too large|too long|context length|context window|context size|input tokens", Pattern.CASE_INSENSITIVE);

    private final Set<Field> known;
    private boolean lengthReplaced;
    private int topLogprobs;

    private KnownFields(Set<Field> known) {
        this.known = EnumSet.copyOf(known);
    }

    /** @param thinks whether a model of this name can think at OpenAI */
    static KnownFields ofOpenAi(boolean thinks) {
        Set<Field> fields = EnumSet.of(
                Field.MAX_COMPLETION_TOKENS,
                Field.TEMPERATURE,
                Field.TOP_P,
                Field.TOP_LOGPROBS,
                Field.SEED,
                Field.N,
                Field.RESPONSE_FORMAT);
        if (thinks) {
            fields.add(Field.REASONING_EFFORT);
        }
        return new KnownFields(fields);
    }

    /** @param vllm whether it is vLLM */
    static KnownFields ofServer(boolean vllm) {
        Set<Field> fields = EnumSet.of(
                Field.MAX_TOKENS,
                Field.TEMPERATURE,
                Field.TOP_P,
                Field.TOP_LOGPROBS,
                Field.CHAT_TEMPLATE_KWARGS,
                Field.SEED,
                Field.N,
                Field.RESPONSE_FORMAT);
        if (vllm) {
            fields.addAll(EnumSet.of(Field.TOP_K, Field.LOGPROB_TOKEN_IDS, Field.UUID));
        }
        return new KnownFields(fields);
    }

    synchronized boolean has(Field field) {
        return known.contains(field);
    }

    synchronized void drop(Field field) {
        known.remove(field);
    }

    /** How many likeliest tokens to ask for. */
    synchronized int topLogprobs() {
        return TOP_LOGPROBS[topLogprobs];
    }

    /**
     * Learns from a refusal. Of several requests that were sent alike and refused for the same reason, the first teaches it.
     *
     * @param sent what the refused request had in it
     * @param topLogprobsSent how many likeliest tokens it asked for
     * @return whether the next request is another one
     */
    synchronized boolean learn(ServerWords refusal, Set<Field> sent, int topLogprobsSent) {
        for (Field field : sent) {
            if (isNamed(field, refusal.text()) && !isTooLong(field, refusal.text())) {
                boolean learned =
                        !known.contains(field) || (field == Field.TOP_LOGPROBS && topLogprobsSent != topLogprobs());
                return learned || leaveOut(field);
            }
        }
        return false;
    }

    private boolean leaveOut(Field field) {
        switch (field) {
            case TOP_LOGPROBS -> {
                topLogprobs++;
                if (topLogprobs == TOP_LOGPROBS.length) {
                    topLogprobs = TOP_LOGPROBS.length - 1;
                    return false;
                }
            }
            case MAX_TOKENS -> {
                return replace(field, Field.MAX_COMPLETION_TOKENS);
            }
            case MAX_COMPLETION_TOKENS -> {
                return replace(field, Field.MAX_TOKENS);
            }
            default -> known.remove(field);
        }
        return true;
    }

    /** Once: a server that refuses both means something else. */
    private boolean replace(Field field, Field other) {
        if (lengthReplaced) {
            return false;
        }
        lengthReplaced = true;
        known.remove(field);
        known.add(other);
        return true;
    }

    private static boolean isTooLong(Field field, String words) {
        return LENGTH.contains(field) && TOO_LONG.matcher(words).find();
    }

    private static boolean isNamed(Field field, String words) {
        String quoted = NAMED_IN_QUOTES.contains(field) ? "['\"`]" + field.wire() + "['\"`]" : "";
        Pattern name = NAMES.get(field);
        return quoted.isEmpty()
                ? name != null && name.matcher(words).find()
                : Pattern.compile(quoted).matcher(words).find();
    }
}
