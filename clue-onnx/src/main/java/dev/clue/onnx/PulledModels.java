package dev.clue.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import dev.clue.onnx.hub.Hub;
import dev.clue.onnx.hub.HubFile;
import dev.clue.onnx.hub.HubListing;
import dev.clue.onnx.hub.HubName;
import dev.clue.onnx.hub.HubSettings;
import dev.clue.onnx.hub.PullListener;
import dev.clue.onnx.hub.Removal;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Models that were fetched from the hub. Their files are in the hub's cache, where its other clients find them; what was
 * fetched, with the sha256 of each file, is noted in a manifest in clue's own cache, by repository and revision.
 */
final class PulledModels {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CONFIG = "config.json";

    private final Path notes;
    private final Supplier<HubSettings> settings;
    private final Function<HubSettings, Hub> hub;

    /**
     * @param notes where is noted what was fetched
     * @param settings where the hub is: asked only when one of its models is meant, so that a mistake there stops
     *     nothing else
     * @param hub opens a client
     */
    PulledModels(Path notes, Supplier<HubSettings> settings, Function<HubSettings, Hub> hub) {
        this.notes = notes;
        this.settings = settings;
        this.hub = hub;
    }

    /** The repository that a name stands for: {@code hf:owner/name[@revision]} or a short name. */
    static Optional<HubName> meant(String name) {
        return HubName.isMeant(name)
                ? Optional.of(HubName.parse(name))
                : PublishedModel.named(name).map(PublishedModel::repository);
    }

    /** The folder of a repository, whichever client has fetched it. */
    Optional<Path> folder(HubName name) {
        return note(name).flatMap(note -> note.snapshot(settings.get())).or(() -> Hub.snapshot(settings.get(), name));
    }

    /** What lists the folder's files with their digests, if clue has fetched it. */
    Optional<Path> manifest(HubName name) {
        return note(name)
                .filter(note -> note.snapshot(settings.get()).isPresent())
                .map(Note::file);
    }

    /**
     * Fetches what is not here yet.
     *
     * @param wanted the precision; empty: the most exact there is
     */
    ModelStore.Pulled pull(HubName name, Optional<Precision> wanted, PullListener listener) {
        try (Hub open = hub.apply(settings.get())) {
            HubListing listing = open.listing(name, listener);
            HubFile config = listing.file(CONFIG)
                    .orElseThrow(() -> new ModelUnfitException(name + " has no " + CONFIG
                            + ": it is no model that clue runs. Choose another repository (see docs/models.md)."));
            ModelKind kind = kind(name, open.fetch(listing, config, PullListener.NONE));
            NeededFiles needed = NeededFiles.of(kind, listing, wanted);
            open.requireRoom(listing, needed.files());
            needed.notes().forEach(listener::says);
            listener.begins(listing, open.missing(listing, needed.files()));

            Map<HubFile, Path> contents = new LinkedHashMap<>();
            for (HubFile file : needed.files()) {
                contents.put(file, open.fetch(listing, file, listener));
            }
            for (HubFile file : weightsBeside(listing, needed, contents)) {
                open.requireRoom(listing, List.of(file));
                contents.put(file, open.fetch(listing, file, listener));
            }
            Path folder = open.place(listing, List.copyOf(contents.keySet()));
            long bytes = write(listing, kind, contents);
            return new ModelStore.Pulled(name.toString(), kind, listing.commit(), listing.licence(), folder, bytes);
        }
    }

    /**
     * Removes what was fetched.
     *
     * @return bytes freed; empty if clue has fetched nothing of it
     */
    Optional<Long> remove(HubName name) {
        Optional<Note> note = note(name);
        if (note.isEmpty()) {
            long freed = Removal.of(settings.get(), name, name.revision(), List.of());
            return freed == 0 ? Optional.empty() : Optional.of(freed);
        }
        List<String> paths =
                note.get().manifest().files().stream().map(Manifest.Entry::path).toList();
        long freed = Removal.of(settings.get(), name, note.get().commit(), paths);
        try {
            Files.delete(note.get().file());
            Files.deleteIfExists(note.get().file().resolveSibling(""));
        } catch (DirectoryNotEmptyException e) {
            // Another revision is noted there.
        } catch (IOException e) {
            throw new ConfigurationException(
                    note.get().file() + " cannot be deleted: " + e.getMessage() + ". Delete it.", e);
        }
        return Optional.of(freed);
    }

    private static ModelKind kind(HubName name, Path config) {
        ConfigFile read = ConfigFile.read(config);
        return ModelKind.of(read)
                .orElseThrow(() -> new ModelUnfitException(name + " is of the architecture \""
                        + read.text("model_type").orElse("") + "\", but clue runs " + ModelKind.ARCHITECTURES
                        + " only. Nothing but its " + CONFIG + " was fetched."));
    }

    /** Files that graphs name inside, under names that tell nothing. */
    private static List<HubFile> weightsBeside(HubListing listing, NeededFiles needed, Map<HubFile, Path> contents) {
        Set<HubFile> more = new LinkedHashSet<>();
        for (HubFile graph : needed.graphs()) {
            Path content = contents.get(graph);
            if (content != null) {
                String beside = graph.path()
                        .substring(0, graph.path().length() - graph.name().length());
                ExternalData.locations(content).stream()
                        .sorted()
                        .flatMap(location -> listing.file(beside + location).stream())
                        .filter(file -> !contents.containsKey(file))
                        .forEach(more::add);
            }
        }
        return List.copyOf(more);
    }

    /** Notes what is here now: of this commit, what was fetched before is kept. */
    private long write(HubListing listing, ModelKind kind, Map<HubFile, Path> contents) {
        Map<String, Manifest.Entry> entries = new LinkedHashMap<>();
        note(listing.name()).filter(note -> note.commit().equals(listing.commit())).stream()
                .flatMap(note -> note.manifest().files().stream())
                .forEach(entry -> entries.put(entry.path(), entry));
        contents.forEach((file, content) ->
                entries.put(file.path(), new Manifest.Entry(file.path(), file.bytes(), FolderDigest.ofFile(content))));
        ObjectNode root = MAPPER.createObjectNode();
        root.put("name", listing.name().repository());
        root.put("revision", listing.name().revision());
        root.put("commit", listing.commit());
        root.put(
                "description",
                kind.words() + listing.licence().map(licence -> ", " + licence).orElse(""));
        ArrayNode files = root.putArray("files");
        for (Manifest.Entry entry : entries.values()) {
            files.addObject()
                    .put("path", entry.path())
                    .put("bytes", entry.bytes())
                    .put("sha256", entry.sha256());
        }
        Path file = file(listing.name());
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "note", ".part");
            Files.writeString(fresh, root.toPrettyString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " cannot be written: " + e.getMessage() + ". Free space there, or set " + UserCache.VARIABLE
                            + " to a folder that can be written.",
                    e);
        }
        return entries.values().stream().mapToLong(Manifest.Entry::bytes).sum();
    }

    /** Everything that clue has fetched and that is still here. */
    List<ModelStore.Known> list() {
        List<ModelStore.Known> known = new ArrayList<>();
        if (!Files.isDirectory(notes)) {
            return known;
        }
        try (Stream<Path> files = Files.walk(notes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Note note = Note.read(file);
                note.snapshot(settings.get())
                        .ifPresent(folder -> known.add(new ModelStore.Known(
                                shortName(note.name()),
                                folder,
                                note.manifest().bytes(),
                                false,
                                note.manifest().description())));
            }
        } catch (IOException e) {
            throw new ConfigurationException(notes + " cannot be listed: " + e.getMessage(), e);
        }
        return known;
    }

    /** The short name of a repository, if it has one. */
    private static String shortName(HubName name) {
        return PublishedModel.ALL.stream()
                .filter(model -> model.repository().equals(name))
                .map(PublishedModel::name)
                .findFirst()
                .orElse(name.toString());
    }

    private Path file(HubName name) {
        return notes.resolve(URLEncoder.encode(name.repository(), StandardCharsets.UTF_8))
                .resolve(URLEncoder.encode(name.revision(), StandardCharsets.UTF_8) + ".json");
    }

    private Optional<Note> note(HubName name) {
        Path file = file(name);
        return Files.isRegularFile(file) ? Optional.of(Note.read(file)) : Optional.empty();
    }

    /** What was fetched of a repository at a revision. */
    private record Note(Path file, HubName name, String commit, Manifest manifest) {

        static Note read(Path file) {
            ConfigFile config = ConfigFile.read(file);
            return new Note(
                    file,
                    new HubName(
                            config.text("name").orElse(""),
                            config.text("revision").orElse("")),
                    config.text("commit").orElse(""),
                    Manifest.read(file));
        }

        Optional<Path> snapshot(HubSettings settings) {
            return Hub.snapshot(settings, new HubName(name.repository(), commit));
        }
    }
}
