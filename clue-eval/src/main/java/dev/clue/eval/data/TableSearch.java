package dev.clue.eval.data;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the tables of a set in its folder and the folders below. Hidden ones (a leading dot) are left out, links are
 * followed. A folder that cannot be searched does not take the others with it.
 */
final class TableSearch extends SimpleFileVisitor<Path> {

    private static final int DEEPEST = 3;
    private static final Set<String> METADATA = Set.of("metadata.jsonl", "metadata.csv", "metadata.parquet");
    private static final String PARQUET = ".parquet";

    private final Path root;
    private final Problems problems;
    private final List<Path> metadata = new ArrayList<>();
    private final List<Path> shards = new ArrayList<>();

    private TableSearch(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /**
     * Files of metadata, or where there are none all Parquet files; sorted.
     *
     * @throws ConfigurationException if the folder itself cannot be searched
     */
    static List<Path> in(Path root, Problems problems) {
        TableSearch search = new TableSearch(root, problems);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, search);
        } catch (IOException e) {
            throw new ConfigurationException(
                    root + ": cannot be searched for labels (" + e.getMessage() + "): check its permissions", e);
        }
        return (search.metadata.isEmpty() ? search.shards : search.metadata)
                .stream().sorted().toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = file.getFileName().toString();
        if (attributes.isRegularFile() && !isHidden(file)) {
            if (METADATA.contains(name)) {
                metadata.add(file);
            } else if (name.endsWith(PARQUET)) {
                shards.add(file);
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
        if (file.equals(root)) {
            throw problem;
        }
        if (isHidden(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (problem instanceof FileSystemLoopException) {
            problems.add(
                    name(file),
                    "this link leads back to a folder that contains it, and is not searched for labels",
                    "remove the link");
        } else {
            problems.add(name(file), unsearched(problem), "check its permissions");
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
        if (problem != null && folder.equals(root)) {
            throw problem;
        }
        if (problem != null) {
            problems.add(name(folder), unsearched(problem), "check the folder");
        }
        return FileVisitResult.CONTINUE;
    }

    private static String unsearched(IOException problem) {
        return "cannot be searched for labels (" + problem.getClass().getSimpleName() + "), and is left out";
    }

    private String name(Path file) {
        return SetLayout.slashes(root.relativize(file));
    }

    private boolean isHidden(Path file) {
        return !file.equals(root) && file.getFileName().toString().startsWith(".");
    }
}
