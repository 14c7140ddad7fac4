package dev.clue.onnx;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import dev.clue.onnx.PulledNotes.Note;
import dev.clue.onnx.hub.Hub;
import dev.clue.onnx.hub.HubFile;
import dev.clue.onnx.hub.HubListing;
import dev.clue.onnx.hub.HubName;
import dev.clue.onnx.hub.HubSettings;
import dev.clue.onnx.hub.PullListener;
import dev.clue.onnx.hub.Removal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Models that were fetched from the hub. Their files are in the hub's cache, where its other clients find them; what was
 * fetched, with the sha256 of each file, is noted in a manifest in clue's own cache, by repository and revision.
 */
final class PulledModels {

    private static final String CONFIG = "config.json";

    /** A configuration is a few KiB. */
    private static final long LARGEST_CONFIG = 4L << 20;

    private final PulledNotes notes;
    private final Supplier<HubSettings> settings;
    private final Function<HubSettings, Hub> hub;

    /**
     * @param notes where is noted what was fetched
     * @param settings where the hub is: asked only when one of its models is meant, so that a mistake there stops
     *     nothing else
     * @param hub opens a client
     */
    PulledModels(Path notes, Supplier<HubSettings> settings, Function<HubSettings, Hub> hub) {
        this.notes = new PulledNotes(notes);
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
        return notes.note(name)
                .flatMap(note -> note.snapshot(settings.get()))
                .or(() -> Hub.snapshot(settings.get(), name));
    }

    /** What lists the folder's files with their digests, if clue has fetched it. */
    Optional<Path> manifest(HubName name) {
        return notes.note(name)
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
            if (config.bytes() > LARGEST_CONFIG) {
                throw new ModelUnfitException(name + " lists " + CONFIG + " with " + config.bytes()
                        + " bytes: no configuration is that large. Nothing was fetched. Choose another repository.");
            }
            open.requireRoom(listing, List.of(config));
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
            long bytes = note(listing, kind, contents);
            Path folder = open.place(listing, List.copyOf(contents.keySet()));
            return new ModelStore.Pulled(name.toString(), kind, listing.commit(), listing.licence(), folder, bytes);
        }
    }

    /**
     * Removes what was fetched, except what somebody else shows: files that were there before, files of another revision of
     * the same commit, and all of it where another client has put files beside them since.
     *
     * @return what came of it; empty if clue has fetched nothing of it
     */
    Optional<ModelStore.Removed> remove(HubName name) {
        Optional<Note> noted;
        try {
            noted = notes.note(name);
        } catch (ModelUnfitException damaged) {
            notes.delete(name);
            return Optional.of(new ModelStore.Removed(
                    0, List.of("its note was damaged and is deleted; its files may be another client's too and stay")));
        }
        if (noted.isEmpty()) {
            long freed = Removal.of(settings.get(), name, name.revision(), List.of());
            return freed == 0 ? Optional.empty() : Optional.of(new ModelStore.Removed(freed, List.of()));
        }
        Note note = noted.get();
        Removable removable = removable(note);
        long freed = Removal.of(settings.get(), name, note.commit(), removable.paths());
        notes.delete(name);
        return Optional.of(new ModelStore.Removed(freed, removable.kept()));
    }

    /**
     * What may be removed.
     *
     * @param paths relative to the snapshot
     * @param kept what stays and why, one sentence each
     */
    private record Removable(List<String> paths, List<String> kept) {}

    private Removable removable(Note note) {
        Path snapshot = note.snapshot(settings.get()).orElse(null);
        if (snapshot == null) {
            return new Removable(List.of(), List.of());
        }
        List<Note> sharing = notes.all(damaged -> {}).stream()
                .filter(other -> other.sharesWith(note) && !other.name().equals(note.name()))
                .toList();
        Set<String> ours = paths(note);
        Set<String> theirs = new TreeSet<>(present(snapshot));
        theirs.removeAll(ours);
        theirs.removeAll(note.found());
        sharing.forEach(other -> theirs.removeAll(paths(other)));
        if (!theirs.isEmpty()) {
            return new Removable(
                    List.of(),
                    List.of("all of it stays in " + snapshot + ", because another client of the hub has put "
                            + theirs.iterator().next() + " there since: remove it with hf cache rm"));
        }
        List<String> paths = new ArrayList<>(ours);
        List<String> kept = new ArrayList<>();
        for (Note other : sharing) {
            keep(paths, paths(other), other.name() + " shows them too", kept);
        }
        keep(paths, note.found(), "another client of the hub had fetched them before, into " + snapshot, kept);
        return new Removable(List.copyOf(paths), List.copyOf(kept));
    }

    private static void keep(List<String> paths, Set<String> others, String why, List<String> kept) {
        int before = paths.size();
        paths.removeAll(others);
        int staying = before - paths.size();
        if (staying > 0) {
            kept.add(staying + (staying == 1 ? " file stays: " : " files stay: ") + why);
        }
    }

    private static Set<String> paths(Note note) {
        return note.manifest().files().stream()
                .map(Manifest.Entry::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a snapshot shows, by paths with slashes. */
    private static Set<String> present(Path snapshot) {
        try (Stream<Path> files = Files.walk(snapshot)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigurationException(
                    snapshot + " cannot be listed: " + e.getMessage() + ". Make it readable, then start again.", e);
        }
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

    /**
     * Notes what is to be here now: of this commit, what was fetched before is kept. This goes before the files show, so
     * that what shows because of clue is never taken for another client's.
     */
    private long note(HubListing listing, ModelKind kind, Map<HubFile, Path> contents) {
        Map<String, Manifest.Entry> entries = new LinkedHashMap<>();
        Set<String> found = new TreeSet<>();
        Hub.snapshot(settings.get(), new HubName(listing.name().repository(), listing.commit()))
                .ifPresent(snapshot -> found.addAll(present(snapshot)));
        for (Note note : notes.all(damaged -> {})) {
            if (note.name().repository().equals(listing.name().repository())
                    && note.commit().equals(listing.commit())) {
                found.removeAll(paths(note));
                found.addAll(note.found());
                if (note.name().equals(listing.name())) {
                    note.manifest().files().forEach(entry -> entries.put(entry.path(), entry));
                }
            }
        }
        contents.forEach((file, content) ->
                entries.put(file.path(), new Manifest.Entry(file.path(), file.bytes(), FolderDigest.ofFile(content))));
        notes.write(listing, kind, entries.values(), found);
        return entries.values().stream().mapToLong(Manifest.Entry::bytes).sum();
    }

    /**
     * Everything that clue has fetched and that is still here.
     *
     * @param damaged gets a sentence about each note that cannot be read
     */
    List<ModelStore.Known> list(Consumer<String> damaged) {
        List<ModelStore.Known> known = new ArrayList<>();
        for (Note note : notes.all(damaged)) {
            note.snapshot(settings.get())
                    .ifPresent(folder -> known.add(new ModelStore.Known(
                            shortName(note.name()),
                            folder,
                            note.manifest().bytes(),
                            false,
                            note.manifest().description())));
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
}
