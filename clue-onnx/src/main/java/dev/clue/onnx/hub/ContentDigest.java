package dev.clue.onnx.hub;

import dev.clue.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * What the content of a hub file must come to.
 *
 * @param kind how it is computed
 * @param hex in lower case
 */
public record ContentDigest(Kind kind, String hex) {

    private static final int BUFFER = 1 << 16;
    private static final int SHA1_DIGITS = 40;
    private static final int SHA256_DIGITS = 64;

    /** How a digest is computed. */
    public enum Kind {
        /** SHA-256 of the content: large files. */
        SHA256,
        /** SHA-1 of git's header and the content, git's name for it: small files. */
        GIT_SHA1
    }

    /** @throws IllegalArgumentException if these are not the digits of that kind */
    public ContentDigest {
        int digits = kind == Kind.SHA256 ? SHA256_DIGITS : SHA1_DIGITS;
        if (!hex.matches("[0-9a-f]{" + digits + "}")) {
            throw new IllegalArgumentException("no " + kind + ": " + hex);
        }
    }

    /** The digest that a file in the cache is called by; empty if it is called otherwise. */
    static Optional<ContentDigest> named(String blob) {
        if (!blob.matches("[0-9a-f]+")) {
            return Optional.empty();
        }
        return switch (blob.length()) {
            case SHA256_DIGITS -> Optional.of(new ContentDigest(Kind.SHA256, blob));
            case SHA1_DIGITS -> Optional.of(new ContentDigest(Kind.GIT_SHA1, blob));
            default -> Optional.empty();
        };
    }

    /** A digest over a content of this size, of which nothing has been read yet. */
    MessageDigest start(long bytes) {
        if (kind == Kind.SHA256) {
            return Sha256.start();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + bytes + "\0").getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The same over what a file holds already. */
    MessageDigest start(long bytes, Path beginning) throws IOException {
        MessageDigest digest = start(bytes);
        try (InputStream in = Files.newInputStream(beginning)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return digest;
    }

    /** What a file's content comes to, in hex. */
    String of(Path file) throws IOException {
        return Sha256.hex(start(Files.size(file), file));
    }

    /** Such as {@code sha256 1a2b…}. */
    @Override
    public String toString() {
        return (kind == Kind.SHA256 ? "sha256 " : "git sha1 ") + hex;
    }
}
