package dev.clue.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code manifest.json} of a bundle: every file with its size and digest.
 *
 * @param name the bundle's name
 * @param description one sentence about what the models are for, perhaps empty
 * @param files in the order of the file
 */
record Manifest(String name, String description, List<Entry> files) {

    static final String FILE = "manifest.json";

    /**
     * One file.
     *
     * @param path relative to the bundle, with slashes
     * @param bytes its size
     * @param sha256 64 hex digits
     */
    record Entry(String path, long bytes, String sha256) {

        /** What is wrong with the file below a folder, which is read whole; empty if nothing is. */
        Optional<String> problem(Path folder) {
            return problem(folder, FolderDigest::ofFile);
        }

        private Optional<String> problem(Path folder, Digests digests) {
            Path file = folder.resolve(path);
            try {
                if (!Files.isRegularFile(file)) {
                    return Optional.of(file + " is missing");
                }
                if (Files.size(file) != bytes) {
                    return Optional.of(file + " has " + Files.size(file) + " bytes in place of " + bytes);
                }
                String digest = digests.of(file);
                return digest.equals(sha256)
                        ? Optional.empty()
                        : Optional.of(file + " has the sha256 " + digest + " in place of " + sha256);
            } catch (IOException e) {
                return Optional.of(file + " cannot be read: " + e.getMessage());
            }
        }
    }

    /** How the digest of a file is found. */
    private interface Digests {
        String of(Path file);
    }

    static Manifest read(Path file) {
        ConfigFile config = ConfigFile.read(file);
        List<Entry> files = new ArrayList<>();
        for (JsonNode node : config.find("files")) {
            String path = node.path("path").asText("");
            String sha256 = node.path("sha256").asText("");
            boolean outside = path.isEmpty() || path.startsWith("/") || path.contains("..") || path.contains("\\");
            if (outside || !node.path("bytes").isIntegralNumber() || !sha256.matches("[0-9a-f]{64}")) {
                throw config.wrong("files", "a list of {path, bytes, sha256}", node);
            }
            files.add(new Entry(path, node.path("bytes").longValue(), sha256));
        }
        if (files.isEmpty()) {
            throw new ModelUnfitException(
                    file + " lists no files. Fetch the model folder again, or install clue again.");
        }
        return new Manifest(
                config.text("name").orElse(""), config.text("description").orElse(""), List.copyOf(files));
    }

    /**
     * Refuses a folder that is not what this manifest says: each listed file must be there, in its size, with its
     * digest.
     *
     * @param digests where digests are remembered, by path, size and time of change
     * @param advice what to do then
     * @throws ModelUnfitException if a file is missing or differs
     */
    void require(Path folder, Path digests, String advice) {
        List<String> problems = files.stream()
                .flatMap(entry -> entry.problem(folder, file -> FolderDigest.ofFile(file, digests)).stream())
                .toList();
        if (!problems.isEmpty()) {
            String others = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more such files)";
            throw new ModelUnfitException("the models in " + folder + " are not those that its " + FILE + " lists: "
                    + problems.getFirst() + others + ". " + advice);
        }
    }

    long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }
}
