package dev.clue.recording;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.model.ModelIdentity;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import dev.clue.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text model that gives recorded answers. A prompt that has none fails by itself and is kept, so that somebody can
 * answer it: the rest of the work goes on, and all that is missing is known afterwards.
 */
public final class ReplayingTextModel implements TextModel {

    private static final Usage ONE_CALL = new Usage(1, 0, 0);
    private static final int SHOWN_DIGITS = 12;

    private final Path file;
    private final RecordingFile recording;
    private final ModelIdentity identity;
    private final Map<String, String> unanswered = new TreeMap<>();

    private ReplayingTextModel(Path file, RecordingFile recording, ModelIdentity identity) {
        this.file = file;
        this.recording = recording;
        this.identity = identity;
    }

    /**
     * Opens a recording.
     *
     * @throws ConfigurationException if the file cannot be read or is no recording
     */
    public static ReplayingTextModel of(Path file) {
        RecordingFile recording = RecordingFile.read(file);
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            ModelIdentity identity =
                    new ModelIdentity(recording.of(), "sha256:" + HexFormat.of().formatHex(sha256));
            return new ReplayingTextModel(file, recording, identity);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": the recording cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public TextAnswer answer(TextRequest request) {
        String digest = RecordedAnswer.digest(request);
        RecordedAnswer answer = recording.answers().get(digest);
        if (answer == null) {
            synchronized (unanswered) {
                unanswered.put(digest, RecordedAnswer.unanswered(request));
            }
            String name = request.schema() == null ? "" : request.schema().name() + " ";
            throw new ModelUnavailableException(file + " has no answer to the " + name + "prompt "
                    + digest.substring(0, SHOWN_DIGITS)
                    + ": write the prompts that have none with --unanswered FILE, and add their answers to it");
        }
        return new TextAnswer(answer.answer(), answer.ending(), ONE_CALL);
    }

    /** How many prompts had no answer so far, each counted once. */
    public int unanswered() {
        synchronized (unanswered) {
            return unanswered.size();
        }
    }

    /**
     * Checks that {@link #writeUnanswered} would destroy nothing.
     *
     * @throws ConfigurationException if the file is there and is no list of prompts, or one that has answers already
     */
    public static void requireNoAnswersIn(Path file) {
        try {
            if (Files.exists(file)
                    && Files.size(file) > 0
                    && !RecordingFile.read(file).answers().isEmpty()) {
                throw new ConfigurationException(file + ": has answers, which --unanswered would overwrite: add its"
                        + " lines to the recording, or name another file");
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + ": cannot be read (" + e.getMessage() + "): name another file with --unanswered", e);
        }
    }

    /**
     * Writes the prompts that had no answer, with empty answers to be filled in; their lines then belong into the
     * recording.
     *
     * @throws ConfigurationException if the file cannot be written
     */
    public void writeUnanswered(Path to) {
        StringBuilder text = new StringBuilder(RecordedAnswer.header(recording.of())).append('\n');
        synchronized (unanswered) {
            unanswered.values().forEach(line -> text.append(line).append('\n'));
        }
        try {
            Files.writeString(to, text.toString(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException(
                    to + ": cannot be written (" + e.getMessage() + "): name another file with --unanswered", e);
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
