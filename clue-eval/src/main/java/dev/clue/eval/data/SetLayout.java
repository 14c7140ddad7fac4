package dev.clue.eval.data;

import dev.clue.constitution.DidYouMean;
import dev.clue.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables of a set are: a file that the user named, or in a folder the layouts of the datasets library: {@code
 * metadata.jsonl}, {@code metadata.csv} or {@code metadata.parquet} beside the images, in the folder or in one folder a
 * split; or Parquet shards, named {@code SPLIT-00000-of-00001.parquet} or in one folder a split.
 *
 * @param root the folder that no image may lie outside of
 * @param files the tables, in the order of their paths
 */
record SetLayout(Path root, List<TableFile> files) {

    private static final String METADATA = "metadata.";
    private static final String JSON_LINES = ".jsonl";
    private static final String CSV = ".csv";
    private static final String PARQUET = ".parquet";
    private static final Pattern SHARD = Pattern.compile("(.+)-\\d{5}-of-\\d{5}\\.parquet");

    /**
     * A table.
     *
     * @param table to be read
     * @param name path under the root, with slashes
     * @param folder what the names of image files are relative to
     * @param split the part of the set, or null where the layout does not say
     */
    record TableFile(
            Table table, String name, Path folder, @Nullable String split) {}

    /**
     * Looks for the tables.
     *
     * @param problems told of folders that cannot be searched
     * @throws ConfigurationException if there is no table, more than one says the same, or a split is unknown
     */
    static SetLayout of(Path location, Set<String> splits, Problems problems) {
        if (!Files.exists(location)) {
            throw new ConfigurationException(location + ": does not exist: check the path of the labelled set");
        }
        if (!Files.isDirectory(location)) {
            Path root = Optional.ofNullable(location.getParent()).orElse(Path.of(""));
            SetLayout one = new SetLayout(root, List.of(table(root, location)));
            return one.only(splits, location);
        }
        List<Path> tables = TableSearch.in(location, problems);
        if (tables.isEmpty()) {
            throw new ConfigurationException(location
                    + ": no labels found: expected metadata.jsonl or metadata.csv in it or in folders of it,"
                    + " or Parquet files; or name the file of the labels itself"
                    + problems.list().stream().map(problem -> "\n" + problem).collect(Collectors.joining()));
        }
        requireOneEach(tables);
        return new SetLayout(
                        location,
                        tables.stream().map(file -> table(location, file)).toList())
                .only(splits, location);
    }

    /** Two files of metadata in one folder would label the same images. */
    private static void requireOneEach(List<Path> tables) {
        Map<Path, Path> first = new HashMap<>();
        for (Path table : tables) {
            if (!table.getFileName().toString().startsWith(METADATA)) {
                continue;
            }
            Path other = first.putIfAbsent(table.toAbsolutePath().getParent(), table);
            if (other != null) {
                throw new ConfigurationException(other + " and " + table
                        + " both label the images beside them: remove one, or name the one to use");
            }
        }
    }

    private static TableFile table(Path root, Path file) {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        String name = slashes(root.relativize(file));
        return new TableFile(table(file, name), name, folder, split(root, file));
    }

    private static Table table(Path file, String name) {
        if (name.endsWith(JSON_LINES)) {
            return new JsonLinesTable(file, name);
        }
        if (name.endsWith(CSV)) {
            return new CsvTable(file, name);
        }
        if (name.endsWith(PARQUET)) {
            return new ParquetTable(file, name);
        }
        throw new ConfigurationException(file + ": not a table of labels: name a " + JSON_LINES + ", " + CSV + " or "
                + PARQUET + " file, or a folder that has one");
    }

    /** By the shard's name, else by the folder under the root, if there is one that is more than a place for data. */
    private static @Nullable String split(Path root, Path file) {
        Matcher shard = SHARD.matcher(file.getFileName().toString());
        if (shard.matches()) {
            return shard.group(1);
        }
        Path folder = root.relativize(file).getParent();
        return folder == null ? null : folder.getFileName().toString();
    }

    static String slashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private SetLayout only(Set<String> splits, Path location) {
        if (splits.isEmpty()) {
            return this;
        }
        SortedSet<String> known = new TreeSet<>();
        files.forEach(file -> {
            if (file.split() != null) {
                known.add(file.split());
            }
        });
        for (String split : splits) {
            if (!known.contains(split)) {
                throw new ConfigurationException(location + ": there is no split '" + split + "'"
                        + DidYouMean.suggestion(known, split)
                        + (known.isEmpty()
                                ? " (the set has no splits)"
                                : " (there are: " + String.join(", ", known) + ")"));
            }
        }
        return new SetLayout(
                root,
                files.stream()
                        .filter(file -> file.split() != null && splits.contains(file.split()))
                        .toList());
    }
}
