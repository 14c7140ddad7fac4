package dev.clue.onnx;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models that ship inside a jar. ONNX Runtime reads files, so they are unpacked once into the user's cache: into a fresh
 * folder, each file checked against the manifest, then moved into place in one step. A process that is killed meanwhile
 * leaves nothing that looks finished; two that start at once do the work twice and share the result.
 */
final class BundledModels {

    private static final String RESOURCES = "dev/clue/models/";
    private static final int KEY_DIGITS = 16;

    private final ClassLoader loader;
    private final Path cache;

    /** @param cache where unpacked bundles are kept */
    BundledModels(ClassLoader loader, Path cache) {
        this.loader = loader;
        this.cache = cache;
    }

    /** The folder of a bundle, unpacked if need be; empty if none of this name ships. */
    Optional<Path> folder(String name) {
        URL manifest = loader.getResource(RESOURCES + name + "/" + Manifest.FILE);
        if (manifest == null) {
            return Optional.empty();
        }
        if (manifest.getProtocol().equals("file")) {
            try {
                return Optional.ofNullable(Path.of(manifest.toURI()).getParent());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(manifest + " is no file", e);
            }
        }
        return Optional.of(unpacked(name, manifest));
    }

    private Path unpacked(String name, URL manifestResource) {
        try {
            Files.createDirectories(cache);
            Path fresh = Files.createTempDirectory(cache, name + "-unpacking-");
            try {
                copy(manifestResource, fresh.resolve(Manifest.FILE));
                Manifest manifest = Manifest.read(fresh.resolve(Manifest.FILE));
                String key = FolderDigest.ofFile(fresh.resolve(Manifest.FILE)).substring(0, KEY_DIGITS);
                Path target = cache.resolve(name + "-" + key);
                if (Files.isDirectory(target)) {
                    if (complete(manifest, target)) {
                        return target;
                    }
                    delete(target);
                }
                for (Manifest.Entry entry : manifest.files()) {
                    unpack(name, entry, fresh);
                }
                return moved(fresh, target, manifest);
            } finally {
                delete(fresh);
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the bundled models cannot be unpacked into " + cache + ": " + e.getMessage()
                            + ". Free space there," + " or set " + UserCache.VARIABLE
                            + " to a folder that can be written.",
                    e);
        }
    }

    private void unpack(String name, Manifest.Entry entry, Path folder) throws IOException {
        String resource = RESOURCES + name + "/" + entry.path();
        URL from = loader.getResource(resource);
        if (from == null) {
            throw new ModelUnfitException("the bundled file " + resource + " is missing. Install clue again.");
        }
        Path to = folder.resolve(entry.path());
        Files.createDirectories(to.getParent());
        copy(from, to);
        Optional<String> problem = entry.problem(folder);
        if (problem.isPresent()) {
            throw new ModelUnfitException(
                    "the bundled file " + resource + " is damaged (" + problem.get() + "). Install clue again.");
        }
    }

    private static Path moved(Path fresh, Path target, Manifest manifest) throws IOException {
        try {
            return Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process was faster: what it made is as good.
            if (Files.isDirectory(target) && complete(manifest, target)) {
                return target;
            }
            throw e;
        }
    }

    /** Whether every file is there in its size; contents were checked when they were unpacked. */
    private static boolean complete(Manifest manifest, Path folder) throws IOException {
        for (Manifest.Entry entry : manifest.files()) {
            Path file = folder.resolve(entry.path());
            if (!Files.isRegularFile(file) || Files.size(file) != entry.bytes()) {
                return false;
            }
        }
        return true;
    }

    private static void copy(URL from, Path to) throws IOException {
        try (InputStream in = from.openStream()) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
