package dev.clue.onnx;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds models by name: those that ship with clue, and those that a user has placed in the cache as
 * {@code models/NAME/}; or by the path of a folder.
 */
public final class ModelStore {

    /** The models that ship with clue. */
    public static final String BUNDLED = "pictogram";

    private static final String RESTORE = "Fetch or copy the folder again. If you changed it on purpose, write its "
            + Manifest.FILE + " anew, or delete that file: the folder is then used unchecked.";

    private final Path placed;
    private final Path digests;
    private final Path unpacked;
    private final BundledModels bundled;

    ModelStore(ClassLoader loader, Path cache) {
        this.placed = cache.resolve("models");
        this.digests = cache.resolve("digests");
        this.unpacked = cache.resolve("bundled");
        this.bundled = new BundledModels(loader, unpacked);
    }

    /** The store in this user's cache: {@code CLUE_CACHE}, else the system's usual place. */
    public static ModelStore standard() {
        return new ModelStore(ModelStore.class.getClassLoader(), UserCache.folder());
    }

    /** Where a downloaded model folder is to be placed to be found by its name. */
    public Path placeOf(String name) {
        return placed.resolve(name);
    }

    /**
     * Models that are here.
     *
     * @param name what to call them by
     * @param folder where they are
     * @param bytes their size on disk
     * @param bundled whether they ship with clue
     * @param description what they are for, perhaps empty
     */
    public record Known(String name, Path folder, long bytes, boolean bundled, String description) {}

    /** Every model that can be called by a name. */
    public List<Known> list() {
        List<Known> known = new ArrayList<>();
        bundled.folder(BUNDLED).ifPresent(folder -> {
            Manifest manifest = Manifest.read(folder.resolve(Manifest.FILE));
            known.add(new Known(BUNDLED, folder, manifest.bytes(), true, manifest.description()));
        });
        if (Files.isDirectory(placed)) {
            try (Stream<Path> folders = Files.list(placed)) {
                for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                    known.add(new Known(String.valueOf(folder.getFileName()), folder, bytes(folder), false, ""));
                }
            } catch (IOException e) {
                throw new ConfigurationException(placed + " cannot be listed: " + e.getMessage(), e);
            }
        }
        return known;
    }

    /**
     * The models of a name or folder. A folder is either one vision-language model, or holds {@code vlm} and, if it has
     * them, {@code encoder} (perhaps with the domain of its images) and {@code detector}. If it has a {@code
     * manifest.json}, its files are checked against that.
     *
     * @throws ConfigurationException if there are none
     * @throws dev.clue.error.ModelUnfitException if a file that the manifest lists is missing or differs
     */
    public ModelBundle find(String nameOrFolder) {
        Path folder = folder(nameOrFolder);
        Path manifest = folder.resolve(Manifest.FILE);
        if (Files.isRegularFile(manifest)) {
            Manifest.read(manifest).require(folder, digests, advice(folder));
        }
        if (Files.isRegularFile(folder.resolve("vlm").resolve("config.json"))) {
            return new ModelBundle(
                    nameOrFolder,
                    folder.resolve("vlm"),
                    ifDirectory(folder.resolve("encoder")),
                    ifDirectory(folder.resolve("detector")),
                    OnnxImageDomain.isIn(folder.resolve("encoder")) ? folder.resolve("encoder") : null);
        }
        if (Files.isRegularFile(folder.resolve("config.json"))) {
            return new ModelBundle(nameOrFolder, folder, null, null, null);
        }
        throw new ConfigurationException(
                folder + " is no model folder: it holds neither config.json nor vlm/config.json."
                        + " Give the folder of a published SmolVLM with its onnx/ files (see docs/models.md).");
    }

    /**
     * Checks the files of a model against its manifest, or, where it has none, that every file it needs opens.
     *
     * @return one sentence a problem; empty if there is none
     * @throws ConfigurationException if there is no such model
     */
    public List<String> verify(String nameOrFolder) {
        Path folder = folder(nameOrFolder);
        Path manifest = folder.resolve(Manifest.FILE);
        if (Files.isRegularFile(manifest)) {
            return Manifest.read(manifest).files().stream()
                    .flatMap(entry -> entry.problem(folder).stream())
                    .toList();
        }
        try (OnnxModels models = OnnxModels.open(find(nameOrFolder), EngineOptions.defaults())) {
            models.judgeModels().identities();
            return List.of();
        } catch (dev.clue.error.ModelException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether a model's files can be checked by size and digest; without them only that they open is known.
     *
     * @throws ConfigurationException if there is no such model
     */
    public boolean hasManifest(String nameOrFolder) {
        return Files.isRegularFile(folder(nameOrFolder).resolve(Manifest.FILE));
    }

    private String advice(Path folder) {
        return folder.startsWith(unpacked)
                ? "Delete " + folder + ": clue unpacks it again at the next start."
                : RESTORE;
    }

    private Path folder(String nameOrFolder) {
        boolean name = nameOrFolder.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
        if (name) {
            Optional<Path> shipped = nameOrFolder.equals(BUNDLED) ? bundled.folder(nameOrFolder) : Optional.empty();
            if (shipped.isPresent()) {
                return shipped.get();
            }
            if (Files.isDirectory(placeOf(nameOrFolder))) {
                return placeOf(nameOrFolder);
            }
        }
        Path path = Path.of(nameOrFolder);
        if (Files.isDirectory(path)) {
            return path;
        }
        throw new ConfigurationException("there is no model \"" + nameOrFolder + "\". Known: "
                + list().stream().map(Known::name).collect(Collectors.joining(", "))
                + ". To use a downloaded one, give the path of its folder"
                + (name ? ", or place it at " + placeOf(nameOrFolder) : "") + ".");
    }

    private static @Nullable Path ifDirectory(Path folder) {
        return Files.isDirectory(folder) ? folder : null;
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
