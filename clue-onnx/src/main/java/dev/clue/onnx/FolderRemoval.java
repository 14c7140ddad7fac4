package dev.clue.onnx;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes a folder with all that is in it; links are deleted, what they lead to is not. */
final class FolderRemoval {

    private FolderRemoval() {}

    /** @return bytes freed */
    static long of(Path folder) {
        long freed = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                long bytes = Files.isRegularFile(path) && !Files.isSymbolicLink(path) ? Files.size(path) : 0;
                Files.delete(path);
                freed += bytes;
            }
            return freed;
        } catch (IOException e) {
            throw new ConfigurationException(
                    folder + " cannot be removed: " + e.getMessage() + ". Close what uses it and try again.", e);
        }
    }
}
