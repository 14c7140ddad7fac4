package dev.clue.cli.cases;

import dev.clue.cli.batch.StopSignal;
import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until files change. A burst of changes, as editors and build tools make them, counts as one. */
public final class FileWatch implements AutoCloseable {

    /** How long nothing must happen until a burst is over. */
    static final Duration QUIET = Duration.ofMillis(250);

    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final Set<Path> files = new HashSet<>();

    private FileWatch(WatchService service) {
        this.service = service;
    }

    /**
     * Begins.
     *
     * @throws ConfigurationException if the system cannot watch files
     */
    public static FileWatch open() {
        try {
            return new FileWatch(FileSystems.getDefault().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    "--watch: the system cannot watch files: " + e.getMessage() + ": run clue test again by hand", e);
        }
    }

    /**
     * Watches these files from now on, whether they exist or not, in addition to those before.
     *
     * @throws ConfigurationException if one of their folders cannot be watched
     */
    public void add(Set<Path> more) {
        for (Path file : more) {
            Path absolute = file.toAbsolutePath().normalize();
            Path folder = absolute.getParent();
            if (folder == null || !files.add(absolute) || !Files.isDirectory(folder)) {
                continue;
            }
            try {
                WatchKey key = folder.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                folders.put(key, folder);
            } catch (IOException e) {
                throw new ConfigurationException(folder + ": cannot be watched: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Waits until one of the files has changed and the burst is over.
     *
     * @return whether one has changed; if not, a stop was asked for
     */
    public boolean await(StopSignal stop) {
        boolean changed = false;
        while (!stop.requested()) {
            WatchKey key = poll(changed ? QUIET : PATIENCE);
            if (key == null) {
                if (changed) {
                    return true;
                }
                continue;
            }
            changed |= concerns(key);
            key.reset();
        }
        return false;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean concerns(WatchKey key) {
        Path folder = folders.get(key);
        boolean concerned = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            concerned |= event.kind().equals(StandardWatchEventKinds.OVERFLOW)
                    || (folder != null && event.context() instanceof Path name && files.contains(folder.resolve(name)));
        }
        return concerned;
    }

    private @Nullable WatchKey poll(Duration patience) {
        try {
            return service.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while files were watched", e);
        }
    }
}
