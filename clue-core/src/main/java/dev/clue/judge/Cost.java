package dev.clue.judge;

import dev.clue.model.Usage;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What judging one image has cost so far. Used by one thread at a time. */
final class Cost {

    /** The steps that are timed; the keys of a verdict's {@code timing_ms}. */
    static final String INTAKE = "intake";

    static final String DOMAIN = "domain";
    static final String RELEVANCE = "relevance";
    static final String REGIONS = "regions";
    static final String LOOK = "look";
    static final String PRIOR = "prior";
    static final String TOKEN = "token";
    static final String REGION_DIFFERENCE = "region_difference";
    static final String REASONING = "reasoning";

    static final String TOTAL = "total";

    private static final double NANOS_A_MILLI = 1e6;

    private final long start = System.nanoTime();
    private final SortedMap<String, Double> millis = new TreeMap<>();
    private String step = "";
    private long since;
    private Usage usage = Usage.NONE;

    /** Runs a step; the time of a step inside a step counts for the inner one only. */
    <T extends @Nullable Object> T time(String name, Supplier<T> work) {
        String outer = step;
        enter(name);
        try {
            return work.get();
        } finally {
            enter(outer);
        }
    }

    void add(Usage more) {
        usage = usage.plus(more);
    }

    /** Adds what a judgement cost. */
    void add(Judgement judgement) {
        add(judgement.usage());
        judgement.timingMillis().forEach((name, spent) -> millis.merge(name, spent, Double::sum));
    }

    Usage usage() {
        return usage;
    }

    SortedMap<String, Double> millis() {
        return millis;
    }

    /** The time of each step, and from beginning to now. */
    SortedMap<String, Double> millisWithTotal() {
        SortedMap<String, Double> all = new TreeMap<>(millis);
        all.put(TOTAL, (System.nanoTime() - start) / NANOS_A_MILLI);
        return all;
    }

    private void enter(String next) {
        long now = System.nanoTime();
        if (!step.isEmpty()) {
            millis.merge(step, (now - since) / NANOS_A_MILLI, Double::sum);
        }
        step = next;
        since = now;
    }
}
