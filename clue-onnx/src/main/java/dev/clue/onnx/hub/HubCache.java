package dev.clue.onnx.hub;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The cache that the hub's own client keeps, so that both find what either has fetched:
 *
 * <pre>
 * models--owner--name/blobs/DIGEST             the content
 * models--owner--name/refs/main                the commit of a revision
 * models--owner--name/snapshots/COMMIT/PATH    a link to the content
 * </pre>
 *
 * @param folder {@code HF_HUB_CACHE}
 */
record HubCache(Path folder) {

    private static final String PARTIAL = ".clue-incomplete";
    private static final String LOCK = ".clue.lock";
    private static final int LOCK_POLL_MILLIS = 50;

    Path repository(HubName name) {
        return folder.resolve(name.folder());
    }

    Path blobs(HubName name) {
        return repository(name).resolve("blobs");
    }

    Path blob(HubName name, HubFile file) {
        return blobs(name).resolve(file.digest().hex());
    }

    Path partial(HubName name, HubFile file) {
        return blobs(name).resolve(file.digest().hex() + PARTIAL);
    }

    static boolean isPartial(Path file) {
        return file.toString().endsWith(PARTIAL);
    }

    static boolean isLock(Path file) {
        return file.toString().endsWith(LOCK);
    }

    Path snapshots(HubName name) {
        return repository(name).resolve("snapshots");
    }

    Path snapshot(HubName name, String commit) {
        return snapshots(name).resolve(commit);
    }

    Path refs(HubName name) {
        return repository(name).resolve("refs");
    }

    /** The commit that a revision was when it was last fetched, by whichever client. */
    Optional<String> commit(HubName name) {
        if (name.isCommit()) {
            return Optional.of(name.revision());
        }
        try {
            Path ref = refs(name).resolve(name.revision());
            return Files.isRegularFile(ref)
                    ? Optional.of(Files.readString(ref).strip()).filter(HubName::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Remembers which commit a revision is. */
    void remember(HubListing listing) throws IOException {
        HubName name = listing.name();
        if (!name.isCommit()) {
            write(refs(name).resolve(name.revision()), listing.commit());
        }
    }

    /** Writes a small file in one step. */
    static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), "clue", ".part");
        try {
            Files.writeString(fresh, content);
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Puts a fetched file in its place in one step. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes a file of a snapshot show its content: a relative link, or where there are none, a copy. */
    void link(HubListing listing, HubFile file) throws IOException {
        Path blob = blob(listing.name(), file);
        Path place = snapshot(listing.name(), listing.commit()).resolve(file.path());
        Path parent = place.resolveSibling("").toAbsolutePath();
        Files.createDirectories(parent);
        if (Files.exists(place) && Files.isSameFile(place, blob)) {
            return;
        }
        Path fresh = place.resolveSibling(place.getFileName() + ".clue-part");
        Files.deleteIfExists(fresh);
        try {
            Files.createSymbolicLink(fresh, parent.relativize(blob.toAbsolutePath()));
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(blob, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        move(fresh, place);
    }

    /** Does something to a file while other clue processes are kept away from it. */
    <T> T locked(HubName name, HubFile file, Work<T> work) throws IOException {
        Path place = folder.resolve(".locks")
                .resolve(name.folder())
                .resolve(file.digest().hex() + LOCK);
        Files.createDirectories(place.getParent());
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = lock(channel, place);
            try {
                return work.run();
            } finally {
                lock.release();
            }
        }
    }

    private static FileLock lock(FileChannel channel, Path place) throws IOException {
        try {
            while (true) {
                try {
                    return channel.lock();
                } catch (OverlappingFileLockException e) {
                    // Another thread of this process has it.
                    TimeUnit.MILLISECONDS.sleep(LOCK_POLL_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigurationException("waiting for " + place + " was interrupted. Start it again.", e);
        }
    }

    /** What is done under a lock. */
    interface Work<T> {
        T run() throws IOException;
    }
}
