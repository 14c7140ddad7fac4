package dev.clue.onnx.hub;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes files of a snapshot out of the hub's cache. What another revision, or another client, shows in a snapshot stays.
 */
public final class Removal {

    private final HubCache cache;
    private final HubName name;
    private long freed;

    private Removal(HubCache cache, HubName name) {
        this.cache = cache;
        this.name = name;
    }

    /**
     * Removes files from a snapshot; then every content of the repository that no snapshot shows, and what earlier tries
     * have left.
     *
     * @param commit the snapshot
     * @param paths relative to it, with slashes
     * @return bytes freed
     * @throws ConfigurationException if something cannot be removed
     */
    public static long of(HubSettings settings, HubName name, String commit, List<String> paths) {
        Removal removal = new Removal(new HubCache(settings.cache()), name);
        try {
            removal.files(commit, paths);
            removal.contents();
            removal.references();
            removal.emptyFolders(removal.cache.repository(name));
            removal.emptyFolders(settings.cache().resolve(".locks").resolve(name.folder()));
            return removal.freed;
        } catch (IOException e) {
            throw new ConfigurationException(
                    removal.cache.repository(name) + " cannot be removed: " + e.getMessage()
                            + ". Close what uses it and try again, or delete the folder.",
                    e);
        }
    }

    private void files(String commit, List<String> paths) throws IOException {
        Path snapshot = cache.snapshot(name, commit);
        for (String path : paths) {
            Path file = snapshot.resolve(path).normalize();
            if (!file.startsWith(snapshot)) {
                throw new IOException(path + " is outside " + snapshot);
            }
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            } else if (Files.isRegularFile(file)) {
                delete(file);
            }
        }
    }

    private void contents() throws IOException {
        Set<String> shown = new HashSet<>();
        for (Path file : below(cache.snapshots(name))) {
            if (Files.isSymbolicLink(file)) {
                shown.add(String.valueOf(Files.readSymbolicLink(file).getFileName()));
            }
        }
        for (Path blob : below(cache.blobs(name))) {
            boolean clues = HubCache.isPartial(blob);
            boolean content =
                    ContentDigest.named(String.valueOf(blob.getFileName())).isPresent();
            if (clues || (content && !shown.contains(String.valueOf(blob.getFileName())))) {
                delete(blob);
            }
        }
        for (Path lock : below(cache.folder().resolve(".locks").resolve(name.folder()))) {
            if (HubCache.isLock(lock)) {
                Files.delete(lock);
            }
        }
    }

    /** Revisions whose snapshot is gone. */
    private void references() throws IOException {
        for (Path reference : below(cache.refs(name))) {
            String commit = Files.readString(reference).strip();
            if (HubName.isCommit(commit) && below(cache.snapshot(name, commit)).isEmpty()) {
                Files.delete(reference);
            }
        }
    }

    private void emptyFolders(Path top) throws IOException {
        if (!Files.isDirectory(top)) {
            return;
        }
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> all = Files.walk(top)) {
            all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).forEach(folders::add);
        }
        for (Path folder : folders) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    continue;
                }
            }
            Files.delete(folder);
        }
    }

    private void delete(Path file) throws IOException {
        long bytes = Files.size(file);
        Files.delete(file);
        freed += bytes;
    }

    /** Files and links, not followed. */
    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !Files.isDirectory(path)).toList();
        }
    }
}
