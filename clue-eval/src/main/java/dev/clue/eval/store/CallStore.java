package dev.clue.eval.store;

import dev.clue.digest.Sha256;
import dev.clue.error.ConfigurationException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every model call, kept once in a file of JSON lines. The key of a call is a digest of what its answer depends on:
 * the model's digest, what it looked at (the digest of the pixels, and the region painted black) and the prompt.
 * Calls that failed are not kept. May be used by several threads at once.
 */
public final class CallStore implements AutoCloseable {

    private static final String HEADER = "{\"clue_calls\":1}";
    private static final int KEY_DIGITS = 32;
    private static final double NANOS_A_MILLI = 1e6;

    private final AppendedLines lines;
    private final Map<String, Call> calls;
    private final OpenLooks looks = new OpenLooks();
    private final LongAdder computed = new LongAdder();
    private final LongAdder replayed = new LongAdder();
    private final ThreadLocal<double[]> saved = ThreadLocal.withInitial(() -> new double[1]);
    private volatile @Nullable UncheckedIOException failure;

    private CallStore(AppendedLines lines, Map<String, Call> calls) {
        this.lines = lines;
        this.calls = calls;
    }

    /**
     * Opens a store, which is made if it is not there. A last line that a killed run left unfinished is dropped.
     *
     * @throws ConfigurationException if the file cannot be used, is in use, or is no store
     */
    public static CallStore open(Path file) {
        Map<String, Call> calls = new ConcurrentHashMap<>();
        boolean[] empty = {true};
        AppendedLines lines = AppendedLines.open(file, HEADER, (number, line) -> {
            empty[0] = false;
            take(file, number, line, calls);
        });
        if (empty[0]) {
            lines.append(HEADER);
        }
        return new CallStore(lines, calls);
    }

    private static void take(Path file, long number, String line, Map<String, Call> calls) {
        if (number == 1) {
            if (!line.equals(HEADER)) {
                throw new ConfigurationException(file + ":1: this is no store of model calls (it would begin with "
                        + HEADER + "): name another file, or move this one away");
            }
            return;
        }
        try {
            CallJson.read(line).forEach(kept -> calls.putIfAbsent(kept.key(), kept.call()));
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    file + ":" + number + ": not a model call (" + e.getMessage()
                            + "): remove the line; what it held is computed again",
                    e);
        }
    }

    /** Where it is. */
    public Path file() {
        return lines.file();
    }

    /** Calls that are kept. */
    public int size() {
        return calls.size();
    }

    /** Calls that were computed since it was opened. */
    public long computed() {
        return computed.sum();
    }

    /** Calls that were answered from the store since it was opened. */
    public long replayed() {
        return replayed.sum();
    }

    /**
     * How much longer the current thread would have worked so far if nothing had been kept, in milliseconds: add the
     * growth of this number to a wall time, and it is the time that computing everything takes.
     */
    public double savedMillis() {
        return saved.get()[0];
    }

    /**
     * Says if something could not be kept.
     *
     * @throws UncheckedIOException if the file cannot be written, such as on a full disk
     */
    public void requireKept() {
        UncheckedIOException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    /** Closes the file, and looks that were left open: before the models are closed. */
    @Override
    public void close() {
        looks.close();
        lines.close();
    }

    /** Looks that are left open between methods. */
    OpenLooks looks() {
        return looks;
    }

    /** The key of what depends on these parts and nothing else. */
    static String key(String... parts) {
        return Sha256.ofParts(parts).substring(0, KEY_DIGITS);
    }

    /** The call, if it is kept; it then counts as replayed. */
    <T extends Call> Optional<T> replay(Class<T> type, String key) {
        Call call = calls.get(key);
        if (!type.isInstance(call)) {
            return Optional.empty();
        }
        replayed.increment();
        addSaved(call.millis());
        return Optional.of(type.cast(call));
    }

    /** Keeps a call. A file that cannot be written is said by {@link #requireKept} and fails no model call. */
    void keep(String key, Call call) {
        keep(Map.of(key, call));
    }

    /** Keeps calls that were made together: whatever ends the process, all of them are kept or none. */
    void keep(Map<String, ? extends Call> together) {
        computed.add(together.size());
        List<CallJson.Kept> fresh = new ArrayList<>();
        together.forEach((key, call) -> {
            if (calls.putIfAbsent(key, call) == null) {
                fresh.add(new CallJson.Kept(key, call));
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        try {
            lines.append(CallJson.write(fresh));
        } catch (UncheckedIOException e) {
            failure = e;
        }
    }

    /** Changes what the current thread has saved. */
    void addSaved(double millis) {
        saved.get()[0] += millis;
    }

    /** What came of work, and how long it took. */
    record Timed<T>(T result, double millis) {

        static <T> Timed<T> of(Supplier<T> work) {
            long start = System.nanoTime();
            T result = work.get();
            return new Timed<>(result, (System.nanoTime() - start) / NANOS_A_MILLI);
        }
    }
}
