package dev.clue.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.digest.Sha256;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.AnswerProbability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Priors as JSON lines, one file a model. A line is appended under a file lock, so several processes may share the
 * folder; what each of them adds while the others run is not seen by them. Lines that cannot be read, such as one
 * that a killed process left half-written, are dropped and the file is written anew without them.
 */
final class FilePriorStore implements PriorStore {

    private static final Logger LOG = LoggerFactory.getLogger(FilePriorStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** File locks are held by the process: inside it, stores of the same folder take turns by this one. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path folder;
    private final Map<Key, AnswerProbability> priors = new HashMap<>();
    private final Set<String> loaded = new HashSet<>();
    private boolean warned;

    FilePriorStore(Path folder) {
        this.folder = folder;
    }

    private record Line(Key key, AnswerProbability prior) {}

    @Override
    public synchronized Optional<AnswerProbability> find(Key key) {
        load(key.modelDigest());
        return Optional.ofNullable(priors.get(key));
    }

    @Override
    public synchronized void keep(Key key, AnswerProbability prior) {
        load(key.modelDigest());
        if (prior.equals(priors.put(key, prior))) {
            return;
        }
        Path file = file(key.modelDigest());
        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(folder);
                append(file, line(key, prior));
            } catch (IOException e) {
                warn(file, e);
            }
        }
    }

    private void load(String modelDigest) {
        if (!loaded.add(modelDigest)) {
            return;
        }
        Path file = file(modelDigest);
        if (!Files.exists(file)) {
            return;
        }
        synchronized (ONE_AT_A_TIME) {
            try {
                read(file, modelDigest);
            } catch (IOException e) {
                warn(file, e);
            }
        }
    }

    private void read(Path file, String modelDigest) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            lock(channel);
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            StringBuilder good = new StringBuilder();
            for (String written : text.split("\n", -1)) {
                Line line = parse(written);
                if (line != null && line.key().modelDigest().equals(modelDigest)) {
                    priors.put(line.key(), line.prior());
                    good.append(written).append('\n');
                }
            }
            if (!text.contentEquals(good)) {
                LOG.info("Dropped unreadable lines from {}", file);
                channel.truncate(0);
                write(channel, good.toString());
            }
        }
    }

    private static void append(Path file, String line) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            lock(channel);
            channel.position(channel.size());
            write(channel, endsInsideALine(channel) ? "\n" + line : line);
        }
    }

    /** Waits for the other processes; closing the channel releases the lock. */
    private static void lock(FileChannel channel) throws IOException {
        channel.lock();
    }

    private static boolean endsInsideALine(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String line(Key key, AnswerProbability prior) throws JsonProcessingException {
        return JSON.writeValueAsString(JSON.createObjectNode()
                        .put("model", key.modelDigest())
                        .put("prompts", key.promptVersion())
                        .put("statement", key.statement())
                        .put("yes", prior.yes())
                        .put("no", prior.no()))
                + "\n";
    }

    private static @Nullable Line parse(String written) {
        try {
            JsonNode line = JSON.readTree(written);
            boolean complete = line.path("model").isTextual()
                    && line.path("prompts").isTextual()
                    && line.path("statement").isTextual()
                    && line.path("yes").isNumber()
                    && line.path("no").isNumber();
            if (!complete) {
                return null;
            }
            Key key = new Key(
                    line.path("model").textValue(),
                    line.path("prompts").textValue(),
                    line.path("statement").textValue());
            AnswerProbability prior = new AnswerProbability(
                    line.path("yes").doubleValue(), line.path("no").doubleValue());
            return new Line(key, prior);
        } catch (JsonProcessingException | ModelUnfitException e) {
            return null;
        }
    }

    private Path file(String modelDigest) {
        return folder.resolve(Sha256.ofParts(modelDigest).substring(0, 16) + ".jsonl");
    }

    private void warn(Path file, IOException e) {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "Cannot keep language priors in {}, so every run asks for them again: {}. Make the folder"
                            + " readable and writable to save that time.",
                    file,
                    e.toString());
        }
    }
}
