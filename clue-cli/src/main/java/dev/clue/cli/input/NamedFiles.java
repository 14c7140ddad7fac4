package dev.clue.cli.input;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Finds files by how their names end. */
public final class NamedFiles {

    private NamedFiles() {}

    /**
     * Every such file in and below a folder, sorted by name; hidden files and folders (a leading dot) are left out,
     * symbolic links to folders are not followed.
     *
     * @throws ConfigurationException if a folder cannot be listed
     */
    public static List<Path> below(Path folder, String extension) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return isHidden(directory) && !directory.equals(folder)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (name(file).endsWith(extension) && !isHidden(file)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new ConfigurationException(
                    e instanceof FileSystemException named && named.getFile() != null
                            ? named.getFile() + ": cannot be listed: " + IoReason.of(e) + ": make it readable"
                            : folder + ": cannot be listed: " + IoReason.of(e),
                    e);
        }
        found.sort(Path::compareTo);
        return List.copyOf(found);
    }

    private static boolean isHidden(Path path) {
        return name(path).startsWith(".");
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
