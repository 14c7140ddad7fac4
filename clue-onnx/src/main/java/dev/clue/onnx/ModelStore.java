package dev.clue.onnx;

import dev.clue.constitution.Vocabulary;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelException;
import dev.clue.onnx.hub.Hub;
import dev.clue.onnx.hub.HubName;
import dev.clue.onnx.hub.HubSettings;
import dev.clue.onnx.hub.PullListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds models by name: those that ship with clue, those that a user has placed in the cache as {@code models/NAME/},
 * those that were fetched from the hub; or by the path of a folder.
 */
public final class ModelStore {

    /** The models that ship with clue. */
    public static final String BUNDLED = "pictogram";

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** Stands between the names of models of different folders that judge together. */
    private static final String JOINED = "+";

    private static final String RESTORE = "Fetch or copy the folder again. If you changed it on purpose, write its "
            + Manifest.FILE + " anew, or delete that file: the folder is then used unchecked.";

    private final Path placed;
    private final Path digests;
    private final Path unpacked;
    private final BundledModels bundled;
    private final PulledModels pulled;

    ModelStore(ClassLoader loader, Path cache) {
        this(
                loader,
                cache,
                () -> HubSettings.of(Map.of("HF_HOME", cache.resolve("hub-home").toString()), cache),
                Hub::new);
    }

    ModelStore(ClassLoader loader, Path cache, Supplier<HubSettings> settings, Function<HubSettings, Hub> hub) {
        this.pulled = new PulledModels(cache.resolve("pulled"), settings, hub);
        this.placed = cache.resolve("models");
        this.digests = cache.resolve("digests");
        this.unpacked = cache.resolve("bundled");
        this.bundled = new BundledModels(loader, unpacked);
    }

    /**
     * The store in this user's cache, {@code CLUE_CACHE}, else the system's usual place; and in the hub's, {@code
     * HF_HUB_CACHE}, else the hub's usual place.
     */
    public static ModelStore standard() {
        Path home = Path.of(System.getProperty("user.home", "."));
        return new ModelStore(
                ModelStore.class.getClassLoader(),
                UserCache.folder(),
                () -> HubSettings.of(System.getenv(), home),
                Hub::new);
    }

    /**
     * What was fetched.
     *
     * @param name what to call it by
     * @param kind which of CLUE's models it is
     * @param commit what the revision is now
     * @param licence by its model card; empty if that names none
     * @param folder where it is
     * @param bytes its size on disk
     */
    public record Pulled(
            String name, ModelKind kind, String commit, Optional<String> licence, Path folder, long bytes) {}

    /**
     * Fetches a published model, or what is missing of it.
     *
     * @param name a short name of {@link PublishedModel}, or {@code hf:owner/name[@revision]}
     * @param precision which weights; empty: the most exact there are
     * @throws ConfigurationException if it is no such name, there is no such repository or revision, or the disk lacks
     *     room
     * @throws dev.clue.error.ModelUnavailableException if the hub cannot be reached or does not give it out
     * @throws dev.clue.error.ModelUnfitException if it is no model that clue runs, or what comes is not what is listed
     */
    public Pulled pull(String name, Optional<Precision> precision, PullListener listener) {
        HubName repository = PulledModels.meant(name)
                .orElseThrow(() -> new ConfigurationException("\"" + name
                        + "\" is no published model that clue knows: those are " + publishedNames() + ". Any other is "
                        + HubName.PREFIX + "owner/name."));
        return pulled.pull(repository, precision, listener);
    }

    /** Where a downloaded model folder is to be placed to be found by its name. */
    public Path placeOf(String name) {
        return placed.resolve(name);
    }

    /**
     * What came of a removal.
     *
     * @param bytes freed
     * @param kept what stays and why, one sentence each without a full stop; empty if nothing does
     */
    public record Removed(long bytes, List<String> kept) {}

    /**
     * Removes a model that was fetched or placed in the cache under a name.
     *
     * @return what came of it
     * @throws ConfigurationException if it is not here, ships with clue, is the path of a folder, or was fetched by
     *     another client of the hub
     */
    public Removed remove(String name) {
        if (name.equals(BUNDLED)) {
            throw new ConfigurationException("\"" + BUNDLED + "\" ships with clue and is not removed.");
        }
        if (name.matches(NAME) && Files.isDirectory(placeOf(name))) {
            return new Removed(FolderRemoval.of(placeOf(name)), List.of());
        }
        HubName repository = PulledModels.meant(name)
                .orElseThrow(() -> new ConfigurationException("there is no model \""
                        + name
                        + "\" that could be removed. Give the name of one that clue models list shows; delete any other"
                        + " folder yourself."));
        return pulled.remove(repository)
                .orElseThrow(() -> new ConfigurationException(pulled.folder(repository)
                        .map(folder ->
                                folder + " was fetched by another client of the hub, which may still use it: remove it"
                                        + " with hf cache rm, or delete the folder.")
                        .orElse("the model \"" + name + "\" is not here: there is nothing to remove.")));
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

    /** Every model that can be called by a name; {@link #damages} says which are left out. */
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
        known.addAll(pulled.list(damaged -> {}));
        return known;
    }

    /** What is damaged among the notes of what was fetched, one sentence each; its models are not listed. */
    public List<String> damages() {
        List<String> damages = new ArrayList<>();
        pulled.list(damages::add);
        return damages;
    }

    /**
     * The models of a name or folder, or of several joined by {@code +}, each of which is then one model of another
     * kind: {@code smolvlm2-256m+clip-vit-b16+owlvit-b32}. A folder is either one vision-language model, or holds {@code vlm} and, if it has
     * them, {@code encoder} (perhaps with the domain of its images) and {@code detector}. If it has a {@code
     * manifest.json}, its files are checked against that.
     *
     * @throws ConfigurationException if there are none
     * @throws dev.clue.error.ModelUnfitException if a file that the manifest lists is missing or differs
     */
    public ModelBundle find(String nameOrFolder) {
        if (nameOrFolder.contains(JOINED) && !Files.isDirectory(Path.of(nameOrFolder))) {
            return joined(nameOrFolder);
        }
        Path folder = checked(nameOrFolder);
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
     * The file in which the folder of a model says what the model knows; empty where it has none.
     *
     * @throws ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelUnfitException if a file that the folder's manifest lists is missing or differs
     */
    public Optional<Path> vocabulary(String nameOrFolder) {
        return Optional.of(checked(nameOrFolder).resolve(Vocabulary.FILE)).filter(Files::isRegularFile);
    }

    /** The folder, its files checked if their digests are known. */
    private Path checked(String nameOrFolder) {
        Path folder = folder(nameOrFolder);
        manifest(nameOrFolder, folder)
                .ifPresent(manifest -> Manifest.read(manifest).require(folder, digests, advice(nameOrFolder, folder)));
        return folder;
    }

    private ModelBundle joined(String names) {
        Map<ModelKind, Path> folders = new EnumMap<>(ModelKind.class);
        for (String name : names.split("\\" + JOINED, -1)) {
            Path folder = checked(name);
            Path config = folder.resolve("config.json");
            Optional<ModelKind> kind =
                    Files.isRegularFile(config) ? ModelKind.of(ConfigFile.read(config)) : Optional.empty();
            ModelKind known = kind.orElseThrow(() -> new ConfigurationException("\"" + name + "\" in \"" + names
                    + "\" is no single model that clue runs: " + folder
                    + " must hold a config.json with one of the architectures " + ModelKind.ARCHITECTURES + "."));
            if (folders.put(known, folder) != null) {
                throw new ConfigurationException(
                        "\"" + names + "\" has two models of the same kind (" + known.words() + "): name one of each.");
            }
        }
        Path vlm = folders.get(ModelKind.VISION_LANGUAGE);
        if (vlm == null) {
            throw new ConfigurationException("\"" + names + "\" has no " + ModelKind.VISION_LANGUAGE.words()
                    + ", without which nothing is judged: add one, such as smolvlm2-256m.");
        }
        Path encoder = folders.get(ModelKind.ENCODER);
        return new ModelBundle(
                names,
                vlm,
                encoder,
                folders.get(ModelKind.DETECTOR),
                encoder != null && OnnxImageDomain.isIn(encoder) ? encoder : null);
    }

    /** What lists a folder's files with their digests: inside it, or noted when it was fetched. */
    private Optional<Path> manifest(String nameOrFolder, Path folder) {
        return Optional.of(folder.resolve(Manifest.FILE))
                .filter(Files::isRegularFile)
                .or(() -> PulledModels.meant(nameOrFolder)
                        .filter(name ->
                                pulled.folder(name).filter(folder::equals).isPresent())
                        .flatMap(pulled::manifest));
    }

    /**
     * Checks the files of a model against its manifest, or, where it has none, that every file it needs opens.
     *
     * @return one sentence a problem; empty if there is none
     * @throws ConfigurationException if there is no such model
     */
    public List<String> verify(String nameOrFolder) {
        Path folder = folder(nameOrFolder);
        Optional<Path> manifest = manifest(nameOrFolder, folder);
        if (manifest.isPresent()) {
            return Manifest.read(manifest.get()).files().stream()
                    .flatMap(entry -> entry.problem(folder).stream())
                    .toList();
        }
        try {
            open(nameOrFolder, folder);
            return List.of();
        } catch (ModelException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private void open(String nameOrFolder, Path folder) {
        EngineOptions options = EngineOptions.defaults();
        Path config = folder.resolve("config.json");
        Optional<ModelKind> kind =
                Files.isRegularFile(config) ? ModelKind.of(ConfigFile.read(config)) : Optional.empty();
        switch (kind.orElse(ModelKind.VISION_LANGUAGE)) {
            case ENCODER ->
                OnnxImageTextEncoder.open(nameOrFolder, folder, options).close();
            case DETECTOR ->
                OnnxObjectDetector.open(nameOrFolder, folder, options).close();
            case VISION_LANGUAGE -> {
                try (OnnxModels models = OnnxModels.open(find(nameOrFolder), options)) {
                    models.judgeModels().identities();
                }
            }
        }
    }

    /**
     * Whether a model's files can be checked by size and digest; without them only that they open is known.
     *
     * @throws ConfigurationException if there is no such model
     */
    public boolean hasManifest(String nameOrFolder) {
        return manifest(nameOrFolder, folder(nameOrFolder)).isPresent();
    }

    private String advice(String nameOrFolder, Path folder) {
        if (PulledModels.meant(nameOrFolder).isPresent() && !folder.startsWith(placed)) {
            return "Fetch what is missing: clue models pull " + nameOrFolder;
        }
        return folder.startsWith(unpacked)
                ? "Delete " + folder + ": clue unpacks it again at the next start."
                : RESTORE;
    }

    private Path folder(String nameOrFolder) {
        boolean name = nameOrFolder.matches(NAME);
        if (name) {
            Optional<Path> shipped = nameOrFolder.equals(BUNDLED) ? bundled.folder(nameOrFolder) : Optional.empty();
            if (shipped.isPresent()) {
                return shipped.get();
            }
            if (Files.isDirectory(placeOf(nameOrFolder))) {
                return placeOf(nameOrFolder);
            }
        }
        Optional<HubName> published = PulledModels.meant(nameOrFolder);
        Optional<Path> fetched = published.flatMap(pulled::folder);
        if (fetched.isPresent()) {
            return fetched.get();
        }
        if (published.isPresent()) {
            throw new ConfigurationException("the model \"" + nameOrFolder
                    + "\" is not here. Fetch it: clue models pull " + nameOrFolder
                    + (name ? ", or place its folder at " + placeOf(nameOrFolder) : "") + ".");
        }
        Path path = Path.of(nameOrFolder);
        if (Files.isDirectory(path)) {
            return path;
        }
        throw new ConfigurationException("there is no model \"" + nameOrFolder + "\". Known: "
                + list().stream().map(Known::name).collect(Collectors.joining(", "))
                + ". To be fetched with clue models pull: " + publishedNames()
                + ". To use a downloaded one, give the path of its folder"
                + (name ? ", or place it at " + placeOf(nameOrFolder) : "") + ".");
    }

    private static String publishedNames() {
        return PublishedModel.ALL.stream().map(PublishedModel::name).collect(Collectors.joining(", "));
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
