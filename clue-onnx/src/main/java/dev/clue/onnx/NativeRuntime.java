package dev.clue.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.clue.error.ModelUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps ONNX Runtime's native libraries in the user's cache. Left to itself, the runtime unpacks 24 MB into a fresh
 * temporary folder at every start, and a process that is killed leaves them there.
 */
final class NativeRuntime {

    /** Where the runtime looks for its libraries before it unpacks its own. */
    private static final String PROPERTY = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeRuntime() {}

    /** Points the runtime to the libraries in the cache; where they cannot be kept there, leaves it to itself. */
    static void prepare() {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        try {
            kept(UserCache.folder().resolve("native")).ifPresent(path -> System.setProperty(PROPERTY, path.toString()));
        } catch (IOException e) {
            // The cache only saves time and space: a read-only home is no reason to fail.
        }
    }

    /** What a failure to load the libraries means: the machine has to be mended, no model and no code. */
    static ModelUnavailableException notLoaded(LinkageError problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ModelUnavailableException(
                "ONNX Runtime cannot be loaded (" + root.getMessage()
                        + "). It needs a folder for temporary files that can be written and has room, and this one is "
                        + System.getProperty("java.io.tmpdir")
                        + ": make room there, or name another with CLUE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.",
                problem);
    }

    /** The folder with the libraries for this system; empty if the jar has none or is no jar. */
    static Optional<Path> kept(Path cache) throws IOException {
        String folder = "/ai/onnxruntime/native/" + platform() + "/";
        StringBuilder key = new StringBuilder("onnxruntime");
        for (String library : LIBRARIES) {
            URL resource = OrtEnvironment.class.getResource(folder + System.mapLibraryName(library));
            if (resource == null || !(resource.openConnection() instanceof JarURLConnection jar)) {
                return Optional.empty();
            }
            key.append('-').append(Long.toHexString(jar.getJarEntry().getCrc()));
        }
        Path target = cache.resolve(key.toString());
        if (!Files.isDirectory(target)) {
            unpack(folder, cache, target);
        }
        return Optional.of(target);
    }

    private static void unpack(String folder, Path cache, Path target) throws IOException {
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, "onnxruntime-unpacking-");
        for (String library : LIBRARIES) {
            String name = System.mapLibraryName(library);
            try (InputStream in = OrtEnvironment.class.getResourceAsStream(folder + name)) {
                if (in == null) {
                    throw new IOException(folder + name + " is gone");
                }
                Files.copy(in, fresh.resolve(name));
            }
        }
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            for (String library : LIBRARIES) {
                Files.deleteIfExists(fresh.resolve(System.mapLibraryName(library)));
            }
            Files.deleteIfExists(fresh);
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    /** How the runtime's jar names this system. */
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String name = system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux";
        return name + "-" + (processor.equals("aarch64") || processor.equals("arm64") ? "aarch64" : "x64");
    }
}
