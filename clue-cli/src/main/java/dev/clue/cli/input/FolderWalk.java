package dev.clue.cli.input;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Walks a folder and everything below it, sorted by name. Hidden files and folders (a leading dot) are left out;
 * symbolic links are followed, but not back to a folder that is being walked, and to each folder only a few times:
 * links from folders to folders have more ways through them than anybody could walk. A file counts as an image if its
 * content looks like one, or else its name: a text that calls itself {@code .png} is reported, not overlooked.
 */
final class FolderWalk {

    private static final int MOST_WALKS = 16;

    private final Path root;
    private final Predicate<Path> wanted;
    private final Deque<Path> open = new ArrayDeque<>();
    private final Map<Path, Integer> walks = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int others;

    FolderWalk(Path root) {
        this(root, file -> true);
    }

    FolderWalk(Path root, Predicate<Path> wanted) {
        this.root = root;
        this.wanted = wanted;
    }

    int others() {
        return others;
    }

    List<String> warnings() {
        return warnings;
    }

    void forEachImage(Consumer<Path> images) throws IOException {
        if (Files.isDirectory(root)) {
            walk(root, images);
        }
    }

    private void walk(Path folder, Consumer<Path> images) throws IOException {
        Path real = folder.toRealPath();
        if (open.contains(real)) {
            warnings.add(ImagePaths.name(folder) + ": this symbolic link leads back to a folder that contains it: left"
                    + " out");
            return;
        }
        if (walks.merge(real, 1, Integer::sum) > MOST_WALKS && !isOwnName(folder, real)) {
            warnings.add(ImagePaths.name(folder) + ": this folder was walked under " + MOST_WALKS
                    + " names already, which symbolic links give it: left out");
            return;
        }
        List<Path> entries = sorted(folder);
        open.push(real);
        try {
            for (Path entry : entries) {
                visit(entry, images);
            }
        } finally {
            open.pop();
        }
    }

    private void visit(Path entry, Consumer<Path> images) throws IOException {
        if (Files.isDirectory(entry)) {
            try {
                walk(entry, images);
            } catch (AccessDeniedException e) {
                images.accept(entry); // what is in there is not known to be safe: the folder is an item that fails
            }
        } else if (wanted.test(entry)) {
            if (ImageSigns.inNameOrContent(entry)) {
                images.accept(entry);
            } else {
                others++;
            }
        }
    }

    /** Whether no symbolic link below the root leads to the folder. */
    private boolean isOwnName(Path folder, Path real) throws IOException {
        return root.toRealPath().resolve(root.relativize(folder)).equals(real);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, FolderWalk::visible)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
        return entries;
    }

    private static boolean visible(Path entry) {
        return !entry.getFileName().toString().startsWith(".");
    }
}
