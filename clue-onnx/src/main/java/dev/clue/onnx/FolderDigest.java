package dev.clue.onnx;

import dev.clue.digest.Sha256;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;

/**
 * The digest of a model: over the names and contents of the files in use and the settings that change answers. Hashing
 * a file of many megabytes takes longer than judging an image, so a file's own digest is kept in the user's cache for
 * as long as its size and time of change stay the same.
 */
final class FolderDigest {

    private static final String PREFIX = "sha256:";
    private static final int BUFFER = 1 << 16;

    private FolderDigest() {}

    /** {@code sha256:} and 64 hex digits. */
    static String of(ModelFolder folder, String settings) {
        return of(folder, settings, UserCache.folder().resolve("digests"));
    }

    static String of(ModelFolder folder, String settings, Path cache) {
        StringBuilder lines = new StringBuilder(settings).append('\n');
        List<Path> files = folder.used();
        for (Path file : files) {
            String name = folder.path().relativize(file).toString().replace('\\', '/');
            lines.append(ofFile(file, cache)).append("  ").append(name).append('\n');
        }
        return PREFIX + Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** 64 hex digits over a file's content, read now. */
    static String ofFile(Path file) {
        MessageDigest digest = Sha256.start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new ModelUnfitException(file + " cannot be read: " + e.getMessage(), e);
        }
        return Sha256.hex(digest);
    }

    /**
     * 64 hex digits over a file's content, read now or remembered for its path, size and time of change.
     *
     * @param cache where digests are remembered
     */
    static String ofFile(Path file, Path cache) {
        String key;
        try {
            Path real = file.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            key = real + "\n" + attributes.size() + "\n" + attributes.lastModifiedTime() + "\n" + attributes.fileKey();
        } catch (IOException e) {
            throw new ModelUnfitException(file + " cannot be read: " + e.getMessage(), e);
        }
        Path entry = cache.resolve(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
        try {
            if (Files.isRegularFile(entry)) {
                String known = Files.readString(entry);
                if (known.matches("[0-9a-f]{64}")) {
                    return known;
                }
            }
        } catch (IOException e) {
            // The cache only saves time.
        }
        String digest = ofFile(file);
        keep(entry, digest);
        return digest;
    }

    private static void keep(Path entry, String digest) {
        try {
            Files.createDirectories(entry.getParent());
            Path fresh = Files.createTempFile(entry.getParent(), "digest", ".part");
            Files.writeString(fresh, digest);
            try {
                Files.move(fresh, entry, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, entry, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            // The cache only saves time: a read-only home is no reason to fail.
        }
    }
}
