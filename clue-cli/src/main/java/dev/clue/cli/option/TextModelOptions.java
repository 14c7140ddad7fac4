package dev.clue.cli.option;

import dev.clue.cli.engine.TextModelSource;
import dev.clue.error.ConfigurationException;
import dev.clue.model.TextModel;
import dev.clue.recording.RecordingTextModel;
import dev.clue.recording.ReplayingTextModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which language model is asked: options of every command that asks one. */
public final class TextModelOptions {

    /** The name of each. */
    public static final List<String> NAMES = List.of("--text-model", "--recorded", "--record", "--unanswered");

    @Option(
            names = "--text-model",
            paramLabel = "NAME",
            description = "The language model that is asked, such as openai:NAME on the server at OPENAI_BASE_URL.")
    private @Nullable String textModel;

    @Option(names = "--recorded", paramLabel = "FILE", description = "Take recorded answers instead of asking a model.")
    private @Nullable Path recorded;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Keep every prompt and answer here, as JSON Lines for --recorded; a file is continued.")
    private @Nullable Path record;

    @Option(
            names = "--unanswered",
            paramLabel = "FILE",
            description = "With --recorded: write the prompts without an answer here, to be answered.")
    private @Nullable Path unanswered;

    /** A model in use; closing it writes what is left to be answered. */
    public interface OpenTextModel extends AutoCloseable {

        /** The model. */
        TextModel model();

        /** How many prompts had no recorded answer. */
        int unanswered();

        @Override
        void close();
    }

    /**
     * Opens it.
     *
     * @throws ConfigurationException if none is named, or options contradict each other
     */
    public OpenTextModel open(TextModelSource source) {
        requireModel(source);
        if (recorded != null) {
            return new Replayed(ReplayingTextModel.of(recorded), unanswered);
        }
        TextModel model = source.open(Objects.requireNonNull(textModel));
        return new Asked(record == null ? model : RecordingTextModel.of(model, record));
    }

    /**
     * Checks what is given, where something may be asked later.
     *
     * @throws ConfigurationException as {@link #requireSound}, or if no model is named
     */
    public void requireModel(TextModelSource source) {
        requireSound(source);
        if (recorded == null && textModel == null) {
            throw new ConfigurationException("no language model is named: give --text-model openai:NAME for one on the"
                    + " server at OPENAI_BASE_URL, or recorded answers with --recorded FILE");
        }
    }

    /**
     * Checks what is given, also where nothing will be asked: a misspelt name is not found out only when a rule has changed.
     *
     * @throws ConfigurationException if a name can be no model's, a recording cannot be read, or options contradict each
     *     other
     */
    public void requireSound(TextModelSource source) {
        if (recorded != null) {
            if (textModel != null || record != null) {
                throw new ConfigurationException("--recorded takes the place of a model: leave out "
                        + (textModel == null ? "--record" : "--text-model"));
            }
            if (unanswered != null) {
                ReplayingTextModel.requireNoAnswersIn(unanswered);
            }
            ReplayingTextModel.of(recorded);
            return;
        }
        if (unanswered != null) {
            throw new ConfigurationException("--unanswered: a model answers every prompt; give --recorded with it");
        }
        if (textModel != null) {
            source.requireName(textModel);
        }
    }

    /**
     * Checks that no file is written that is read.
     *
     * @throws ConfigurationException if one is
     */
    public void requireOther(List<Path> read) {
        for (Path file : read) {
            requireOther("--record", record, file);
            requireOther("--unanswered", unanswered, file);
        }
        if (recorded != null) {
            requireOther("--unanswered", unanswered, recorded);
        }
    }

    /** The recordings that are read or written, whether they are there or not. */
    public List<Path> files() {
        return Stream.of(recorded, record, unanswered)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private static void requireOther(String option, @Nullable Path written, Path read) {
        if (written != null && SamePlace.of(written, read)) {
            throw new ConfigurationException(
                    option + ": " + written + " is read by this run, and would be overwritten: name another file");
        }
    }

    private record Asked(TextModel model) implements OpenTextModel {

        @Override
        public int unanswered() {
            return 0;
        }

        @Override
        public void close() {
            model.close();
        }
    }

    private record Replayed(
            ReplayingTextModel replaying, @Nullable Path file) implements OpenTextModel {

        @Override
        public TextModel model() {
            return replaying;
        }

        @Override
        public int unanswered() {
            return replaying.unanswered();
        }

        @Override
        public void close() {
            if (file != null) {
                replaying.writeUnanswered(file);
            }
        }
    }
}
