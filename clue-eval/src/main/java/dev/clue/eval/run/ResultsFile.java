package dev.clue.eval.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.method.Method;
import dev.clue.eval.store.AppendedLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Results, one JSON line an item and method, under a first line that states the configuration they were made with. It
 * is valid after each line, so whatever ends a run, what was judged is kept and goes on with. May be used by several
 * threads at once.
 */
public final class ResultsFile implements AutoCloseable {

    private static final String KIND = "clue_eval";
    private static final int VERSION = 1;
    private static final String BEGINNING = "{\"" + KIND + "\":" + VERSION + ",";

    private final Path file;
    private final SortedMap<String, String> configuration;
    private final Map<Key, Result> results = new LinkedHashMap<>();
    private final Map<String, String> methods = new LinkedHashMap<>();
    private @Nullable AppendedLines lines;
    private boolean fresh = true;

    private ResultsFile(Path file, SortedMap<String, String> configuration) {
        this.file = file;
        this.configuration = configuration;
    }

    private record Key(String item, String method) {}

    /**
     * Opens a file, which is made with the first method if it is not there.
     *
     * @param configuration what the results depend on: names for people, and values that differ whenever the results
     *     may
     * @throws ConfigurationException if the file cannot be used, or was made with another configuration, naming each
     *     difference
     */
    public static ResultsFile open(Path file, SortedMap<String, String> configuration) {
        ResultsFile results = new ResultsFile(file, new TreeMap<>(configuration));
        AppendedLines lines = AppendedLines.open(file, BEGINNING, results::take);
        results.lines = lines;
        if (results.fresh) {
            ObjectNode header = ResultJson.object().put(KIND, VERSION);
            ObjectNode stated = header.putObject("configuration");
            configuration.forEach(stated::put);
            lines.beginWith(header.toString());
        }
        return results;
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** What the results depend on. */
    public SortedMap<String, String> configuration() {
        return Collections.unmodifiableSortedMap(configuration);
    }

    /** Whether a last line was not finished, and was dropped. */
    public boolean torn() {
        return lines().torn();
    }

    /** Every result, in the order in which it was kept. */
    public synchronized List<Result> results() {
        return List.copyOf(results.values());
    }

    /** The result of an item and a method, or null where there is none. */
    public synchronized @Nullable Result result(String item, String method) {
        return results.get(new Key(item, method));
    }

    /**
     * States a method whose results are to follow.
     *
     * @throws ConfigurationException if it was configured differently before
     */
    public synchronized void begin(Method method) {
        String before = methods.putIfAbsent(method.id(), method.configuration());
        if (before == null) {
            lines().append(ResultJson.object()
                    .put("method", method.id())
                    .put("configuration", method.configuration())
                    .toString());
        } else if (!before.equals(method.configuration())) {
            throw different(file, List.of(Difference.of("method " + method.id(), before, method.configuration())));
        }
    }

    /**
     * Keeps a result.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public synchronized void keep(Result result) {
        lines().append(ResultJson.write(result));
        results.put(new Key(result.item(), result.method()), result);
    }

    @Override
    public void close() {
        lines().close();
    }

    private AppendedLines lines() {
        return Objects.requireNonNull(lines, "the file is open");
    }

    private void take(long number, String text) {
        String where = file + ":" + number;
        JsonNode line;
        try {
            line = ResultJson.parse(text);
            if (number == 1) {
                fresh = false;
                requireSame(line);
            } else if (line.has("item")) {
                Result result = ResultJson.read(line);
                Result before = results.put(new Key(result.item(), result.method()), result);
                if (before != null && before.read()) {
                    throw new ConfigurationException(where + ": " + result.item() + " has a result of "
                            + result.method() + " already: remove one of the lines");
                }
            } else {
                methods.put(
                        line.required("method").textValue(),
                        line.required("configuration").textValue());
            }
        } catch (ConfigurationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    where + ": this is no line of results (" + e.getMessage()
                            + "), so the run cannot continue the file: name another folder with --output, or remove"
                            + " the line if nobody needs it",
                    e);
        }
    }

    private void requireSame(JsonNode header) {
        if (header.path(KIND).asInt() != VERSION) {
            throw new IllegalArgumentException("no header with \"" + KIND + "\": " + VERSION);
        }
        SortedMap<String, String> before = new TreeMap<>();
        JsonNode stated = header.required("configuration");
        stated.fieldNames()
                .forEachRemaining(name -> before.put(name, stated.path(name).asText()));
        List<String> differences = new ArrayList<>();
        SortedMap<String, String> all = new TreeMap<>(before);
        all.putAll(configuration);
        for (String name : all.keySet()) {
            String then = before.getOrDefault(name, "none");
            String now = configuration.getOrDefault(name, "none");
            if (!then.equals(now)) {
                differences.add(Difference.of(name, then, now));
            }
        }
        if (!differences.isEmpty()) {
            throw different(file, differences);
        }
    }

    private static ConfigurationException different(Path file, List<String> differences) {
        return new ConfigurationException(
                file + ": evaluated under another configuration, so this run cannot continue it: different are "
                        + String.join("; ", differences)
                        + ": use the earlier configuration, or name another folder with --output");
    }
}
