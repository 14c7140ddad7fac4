package dev.clue.cli.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are named several times, by the same name or by links, once each. */
public final class DistinctFiles {

    private DistinctFiles() {}

    /** The files in their order; of several names for one the first that is no link, else the first. */
    public static List<Path> of(List<Path> files) {
        Map<Path, Path> names = new LinkedHashMap<>();
        for (Path file : files) {
            names.merge(real(file), file, DistinctFiles::better);
        }
        return List.copyOf(names.values());
    }

    private static Path better(Path first, Path second) {
        return Files.isSymbolicLink(first) && !Files.isSymbolicLink(second) ? second : first;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize(); // a link that leads nowhere is itself
        }
    }
}
