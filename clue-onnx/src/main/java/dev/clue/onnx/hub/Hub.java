package dev.clue.onnx.hub;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Fetches files of model repositories into the hub's cache. */
public final class Hub implements AutoCloseable {

    private static final Duration STALL_AFTER = Duration.ofSeconds(60);

    /** More than this is no model that runs here. */
    private static final long LARGEST_PULL = 64L << 30;

    /** Left free on the disk. */
    private static final long SPARE = 64L << 20;

    private final HubSettings settings;
    private final HubCache cache;
    private final HubClient client;
    private final FreeSpace space;

    /** How much room a folder's disk has. */
    interface FreeSpace {
        long of(Path folder) throws IOException;
    }

    /** With the waits and the disk of this machine. */
    public Hub(HubSettings settings) {
        this(
                settings,
                Patience.standard(),
                STALL_AFTER,
                folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Hub(HubSettings settings, Patience patience, Duration stallAfter, FreeSpace space) {
        this.settings = settings;
        this.cache = new HubCache(settings.cache());
        this.client = new HubClient(settings, patience, stallAfter);
        this.space = space;
    }

    /**
     * What a repository holds at a revision.
     *
     * @throws ModelUnavailableException if the hub cannot be reached, does not give it out, or must not be asked
     * @throws ConfigurationException if there is no such repository or revision
     * @throws dev.clue.error.ModelUnfitException if the answer is not of the hub's protocol
     */
    public HubListing listing(HubName name, PullListener listener) {
        if (settings.offline()) {
            throw new ModelUnavailableException(
                    name + " cannot be fetched: " + HubSettings.OFFLINE + " is set. Unset it and start again.");
        }
        return client.listing(name, listener);
    }

    /** How many bytes of these files are not here yet. */
    public long missing(HubListing listing, List<HubFile> files) {
        long missing = 0;
        for (HubFile file : files) {
            if (!isHere(listing, file)) {
                missing += file.bytes() - Math.min(file.bytes(), size(cache.partial(listing.name(), file)));
            }
        }
        return missing;
    }

    /**
     * Refuses what does not fit.
     *
     * @throws ConfigurationException if the disk has too little room, or the files are larger than any model
     */
    public void requireRoom(HubListing listing, List<HubFile> files) {
        long missing = missing(listing, files);
        try {
            Files.createDirectories(cache.blobs(listing.name()));
            long free = space.of(cache.blobs(listing.name()));
            if (missing > LARGEST_PULL) {
                throw new ConfigurationException(listing.name() + " needs " + gibibytes(missing)
                        + ", more than any model that runs here. Choose another repository or precision.");
            }
            if (missing > 0 && missing + SPARE > free) {
                throw new ConfigurationException(listing.name() + " needs " + gibibytes(missing) + ", but "
                        + settings.cache() + " has only " + gibibytes(free) + " free. Free space there, set "
                        + HubSettings.CACHE + " to another disk, or choose another precision.");
            }
        } catch (IOException e) {
            throw new DiskFailure(cache.blobs(listing.name()), e).explained();
        }
    }

    /**
     * Makes sure that a file's content is here, whole and checked.
     *
     * @return the content; it shows in the snapshot after {@link #place}
     */
    public Path fetch(HubListing listing, HubFile file, PullListener listener) {
        Path blob = cache.blob(listing.name(), file);
        try {
            Files.createDirectories(blob.getParent());
            return cache.locked(listing.name(), file, () -> {
                if (isHere(listing, file)) {
                    if (file.digest().of(blob).equals(file.digest().hex())) {
                        return blob;
                    }
                    listener.says(blob + " is damaged: fetching it again");
                }
                Path partial = cache.partial(listing.name(), file);
                client.fetch(listing, file, partial, listener);
                HubCache.move(partial, blob);
                return blob;
            });
        } catch (IOException e) {
            throw new DiskFailure(blob, e).explained();
        }
    }

    /**
     * Makes fetched files show in the snapshot, and the revision name its commit.
     *
     * @return the snapshot's folder
     */
    public Path place(HubListing listing, List<HubFile> files) {
        Path snapshot = cache.snapshot(listing.name(), listing.commit());
        try {
            for (HubFile file : files) {
                cache.link(listing, file);
            }
            cache.remember(listing);
            return snapshot;
        } catch (IOException e) {
            throw new DiskFailure(snapshot, e).explained();
        }
    }

    /** The folder of a revision, if any client has fetched it. */
    public static Optional<Path> snapshot(HubSettings settings, HubName name) {
        HubCache cache = new HubCache(settings.cache());
        return cache.commit(name).map(commit -> cache.snapshot(name, commit)).filter(Files::isDirectory);
    }

    @Override
    public void close() {
        client.close();
    }

    private boolean isHere(HubListing listing, HubFile file) {
        Path blob = cache.blob(listing.name(), file);
        return Files.isRegularFile(blob) && size(blob) == file.bytes();
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static String gibibytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.2f GiB", bytes / (double) (1L << 30));
    }
}
