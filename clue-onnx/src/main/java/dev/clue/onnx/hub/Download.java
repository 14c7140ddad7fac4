package dev.clue.onnx.hub;

import dev.clue.digest.Sha256;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;

/** One file on its way: what is there, what is missing, and whether it came whole. */
final class Download {

    private static final int BUFFER = 1 << 16;

    private final HubFile file;
    private final Path partial;
    private final Duration stallAfter;
    private final PullListener listener;
    private MessageDigest digest;
    private long written;
    private boolean resumed;

    Download(HubFile file, Path partial, Duration stallAfter, PullListener listener) {
        this.file = file;
        this.partial = partial;
        this.stallAfter = stallAfter;
        this.listener = listener;
        this.digest = file.digest().start(file.bytes());
    }

    /** Bytes that are there. */
    long written() {
        return written;
    }

    /** Reads what is there, and says from which byte the rest is wanted. */
    long begin() throws DiskFailure {
        try {
            if (Files.isRegularFile(partial) && Files.size(partial) <= file.bytes()) {
                digest = file.digest().start(file.bytes(), partial);
                written = Files.size(partial);
            } else {
                Files.deleteIfExists(partial);
                digest = file.digest().start(file.bytes());
                written = 0;
            }
        } catch (IOException e) {
            throw new DiskFailure(partial, e);
        }
        resumed = written > 0;
        return written;
    }

    /** Takes in what a server sends. */
    void receive(HubAnswer answer, long from) throws IOException {
        String host = answer.response().uri().getHost();
        try (InputStream body = answer.response().body();
                StallGuard guard = new StallGuard(body, stallAfter)) {
            boolean continues = answer.status() == HubAnswer.PARTIAL && continuesAt(answer, from);
            if (from > 0 && !continues) {
                startOver();
            }
            if (answer.status() != HubAnswer.OK && !continues) {
                throw new TransientFailure(
                        host + " sent another part of " + file.path() + " than the one asked for", Optional.empty());
            }
            copy(body, guard, host);
            if (written < file.bytes()) {
                String why = guard.stalled() ? " stopped sending " : " ended the connection in ";
                throw new TransientFailure(
                        host + why + file.path() + " after " + written + " of " + file.bytes() + " bytes",
                        Optional.empty());
            }
        }
    }

    /**
     * Compares the digest.
     *
     * @throws TransientFailure if it differs and a part was there before: that part may be at fault, and is dropped
     * @throws ModelUnfitException if it differs though all of it came at once
     */
    void check(String host) throws IOException {
        String found = Sha256.hex(digest);
        if (found.equals(file.digest().hex())) {
            return;
        }
        boolean mayBeThePart = resumed;
        startOver();
        if (mayBeThePart) {
            throw new TransientFailure("the parts of " + file.path() + " do not fit together", Optional.empty());
        }
        throw new ModelUnfitException(
                host + " sent a " + file.path() + " that is not the one that the repository lists:"
                        + " it has the digest " + found + " in place of " + file.digest()
                        + ". It was not kept. Start it again; if that does not help, the server or a proxy alters files.");
    }

    private void copy(InputStream body, StallGuard guard, String host) throws IOException {
        if (!append(body, guard)) {
            startOver();
            throw new ModelUnfitException(host + " sent more than the " + file.bytes() + " bytes that the repository"
                    + " lists for " + file.path() + ". It was not kept. Start it again; if that does not help, the"
                    + " server or a proxy alters files.");
        }
    }

    /** Takes in what comes, but no more than the listing says; says whether it kept to that. */
    private boolean append(InputStream body, StallGuard guard) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = output()) {
            for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
                guard.alive();
                if (written + count > file.bytes()) {
                    return false;
                }
                try {
                    out.write(buffer, 0, count);
                } catch (IOException e) {
                    throw new DiskFailure(partial, e);
                }
                digest.update(buffer, 0, count);
                written += count;
                listener.received(count);
            }
        }
        return true;
    }

    private OutputStream output() throws DiskFailure {
        try {
            return Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new DiskFailure(partial, e);
        }
    }

    /** A stream that breaks in the middle ends: how much is missing is seen by the count. */
    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    private boolean continuesAt(HubAnswer answer, long from) {
        String range = answer.header("Content-Range").orElse("");
        return range.startsWith("bytes " + from + "-") && (range.endsWith("/" + file.bytes()) || range.endsWith("/*"));
    }

    private void startOver() throws DiskFailure {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new DiskFailure(partial, e);
        }
        listener.received(-written);
        digest = file.digest().start(file.bytes());
        written = 0;
        resumed = false;
    }
}
