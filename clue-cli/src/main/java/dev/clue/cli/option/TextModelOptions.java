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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which language model is asked: options of every command that asks one. */
public final class TextModelOptions {

    private static final String TEXT_MODEL = "--text-model";
    private static final String RECORDED = "--recorded";
    private static final String RECORD = "--record";
    private static final String UNANSWERED = "--unanswered";

    /** The name of each. */
    public static final List<String> NAMES =
            List.of(TEXT_MODEL, RECORDED, RECORD, UNANSWERED, "--concurrency", "--timeout");

    @Option(
            names = TEXT_MODEL,
            paramLabel = "NAME",
            description = "The language model that is asked, such as openai:NAME on the server at OPENAI_BASE_URL.")
    private @Nullable String textModel;

    @Option(names = RECORDED, paramLabel = "FILE", description = "Take recorded answers instead of asking a model.")
    private @Nullable Path recorded;

    @Option(
            names = RECORD,
            paramLabel = "FILE",
            description = "Keep every prompt and answer here, as JSON Lines for --recorded; a file is continued.")
    private @Nullable Path record;

    @Option(
            names = UNANSWERED,
            paramLabel = "FILE",
            description = "With --recorded: write the prompts without an answer here, to be answered.")
    private @Nullable Path unanswered;

    @Mixin
    private RequestOptions requestOptions = new RequestOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

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
        TextModel model = source.open(Objects.requireNonNull(textModel), requestOptions.transport());
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
        settle();
        requestOptions.transport();
        if (recorded != null) {
            if (textModel != null || record != null) {
                throw new ConfigurationException(
                        asking() + ": --recorded takes the place of a model: leave one of them out");
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
        settle();
        for (Path file : read) {
            requireOther(RECORD, record, file);
            requireOther(UNANSWERED, unanswered, file);
        }
        if (recorded != null) {
            requireOther(UNANSWERED, unanswered, recorded);
        }
    }

    /** The recordings that are read or written, whether they are there or not. */
    public List<Path> files() {
        settle();
        return Stream.of(recorded, record, unanswered)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** Recorded answers and a model exclude each other: of what is asked for in different places, the nearest counts. */
    private void settle() {
        int nearer = nearest(TEXT_MODEL, textModel, RECORD, record)
                .compareTo(nearest(RECORDED, recorded, UNANSWERED, unanswered));
        if (nearer > 0) {
            recorded = null;
            unanswered = null;
        } else if (nearer < 0) {
            textModel = null;
            record = null;
        }
    }

    private OptionSource nearest(String one, @Nullable Object value, String other, @Nullable Object otherValue) {
        OptionSource first = value == null ? OptionSource.DEFAULT : OptionSource.of(command, one);
        OptionSource second = otherValue == null ? OptionSource.DEFAULT : OptionSource.of(command, other);
        return first.compareTo(second) < 0 ? second : first;
    }

    /** Which option says that a model is asked. */
    private String asking() {
        return textModel == null || (record != null && OptionSource.goesBefore(command, RECORD, TEXT_MODEL))
                ? RECORD
                : TEXT_MODEL;
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
