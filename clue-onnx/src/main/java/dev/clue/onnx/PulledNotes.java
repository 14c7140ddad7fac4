package dev.clue.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ClueException;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import dev.clue.onnx.hub.Hub;
import dev.clue.onnx.hub.HubListing;
import dev.clue.onnx.hub.HubName;
import dev.clue.onnx.hub.HubSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What clue has fetched from the hub, noted in clue's own cache: a manifest each, by repository and revision. A damaged note
 * concerns its own model alone, and fetching that writes it anew.
 *
 * @param folder where the notes are
 */
record PulledNotes(Path folder) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ENDING = ".json";
    private static final String FOUND = "found";

    /**
     * What was fetched of a repository at a revision.
     *
     * @param file where it is noted
     * @param name the repository and the revision
     * @param commit what the revision was then
     * @param manifest the files
     * @param found paths that were in the snapshot before clue fetched anything: another client's
     */
    record Note(Path file, HubName name, String commit, Manifest manifest, Set<String> found) {

        /** Where the files are, if they are still there. */
        Optional<Path> snapshot(HubSettings settings) {
            return Hub.snapshot(settings, new HubName(name.repository(), commit));
        }

        /** Whether it is of the same snapshot. */
        boolean sharesWith(Note other) {
            return name.repository().equals(other.name.repository()) && commit.equals(other.commit);
        }
    }

    /**
     * What is noted about a repository at a revision.
     *
     * @throws ModelUnfitException if the note is damaged
     */
    Optional<Note> note(HubName name) {
        Path file = file(name);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * Every note that can be read.
     *
     * @param damaged gets a sentence about each other one
     * @throws ConfigurationException if the folder cannot be listed
     */
    List<Note> all(Consumer<String> damaged) {
        List<Note> notes = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return notes;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted()
                    .toList()) {
                try {
                    notes.add(read(file));
                } catch (ModelUnfitException e) {
                    damaged.accept(String.valueOf(e.getMessage()));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigurationException(
                    folder + " cannot be listed: " + e.getMessage() + ". Make it readable, or delete it.", e);
        }
        return notes;
    }

    /**
     * Notes what was fetched, in place of an earlier note.
     *
     * @throws ConfigurationException if it cannot be written
     */
    void write(HubListing listing, ModelKind kind, Iterable<Manifest.Entry> entries, Set<String> found) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("name", listing.name().repository());
        root.put("revision", listing.name().revision());
        root.put("commit", listing.commit());
        root.put(
                "description",
                kind.words() + listing.licence().map(licence -> ", " + licence).orElse(""));
        ArrayNode files = root.putArray("files");
        for (Manifest.Entry entry : entries) {
            files.addObject()
                    .put("path", entry.path())
                    .put("bytes", entry.bytes())
                    .put("sha256", entry.sha256());
        }
        ArrayNode others = root.putArray(FOUND);
        new TreeSet<>(found).forEach(others::add);
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
    }

    /**
     * Forgets what is noted, if anything is.
     *
     * @throws ConfigurationException if the note cannot be deleted
     */
    void delete(HubName name) {
        Path file = file(name);
        try {
            if (Files.deleteIfExists(file)) {
                Files.deleteIfExists(file.resolveSibling(""));
            }
        } catch (DirectoryNotEmptyException e) {
            // Another revision is noted there.
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be deleted: " + e.getMessage() + ". Delete it.", e);
        }
    }

    private Path file(HubName name) {
        return folder.resolve(URLEncoder.encode(name.repository(), StandardCharsets.UTF_8))
                .resolve(URLEncoder.encode(name.revision(), StandardCharsets.UTF_8) + ENDING);
    }

    private Note read(Path file) {
        try {
            ConfigFile config = ConfigFile.read(file);
            HubName name = new HubName(
                    config.text("name").orElse(""), config.text("revision").orElse(""));
            if (!file(name).equals(file)) {
                throw new ModelUnfitException(file + " is a note about " + name);
            }
            Set<String> found = new HashSet<>();
            for (JsonNode path : config.find(FOUND)) {
                found.add(path.asText());
            }
            return new Note(file, name, config.text("commit").orElse(""), Manifest.read(file), found);
        } catch (ClueException e) {
            String model = HubName.PREFIX + decoded(file.resolveSibling("")) + "@"
                    + decoded(file).replaceFirst("\\" + ENDING + "$", "");
            throw new ModelUnfitException(
                    "the note of what was fetched of " + model + " is damaged (" + e.getMessage()
                            + "). Write it anew: clue models pull " + model + ", or delete " + file + ".",
                    e);
        }
    }

    private static String decoded(Path file) {
        try {
            return URLDecoder.decode(String.valueOf(file.getFileName()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return String.valueOf(file.getFileName());
        }
    }
}
