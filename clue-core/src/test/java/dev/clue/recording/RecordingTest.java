package dev.clue.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.model.ModelIdentity;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextAnswer.Ending;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import dev.clue.model.TextRequest.JsonSchema;
import dev.clue.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

    @TempDir
    Path folder = Path.of("");

    private static TextRequest asking(String what) {
        return TextRequest.of("system", what, 10).withSchema(new JsonSchema("form", "{}"));
    }

    /** Says again what it is asked, and how it was closed. */
    private static final class Echo implements TextModel {

        private final Ending ending;
        private boolean closed;

        Echo(Ending ending) {
            this.ending = ending;
        }

        @Override
        public ModelIdentity identity() {
            return new ModelIdentity("echo", "sha256:00");
        }

        @Override
        public TextAnswer answer(TextRequest request) {
            return new TextAnswer(request.dialogue().getLast().text(), ending, new Usage(1, 1, 1));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Path record(Ending ending, String... asked) {
        Path file = folder.resolve("answers.jsonl");
        try (RecordingTextModel model = RecordingTextModel.of(new Echo(ending), file)) {
            for (String what : asked) {
                model.answer(asking(what));
            }
        }
        return file;
    }

    @Test
    void answersComeBackAsTheyWere() {
        for (Ending ending : Ending.values()) {
            try (ReplayingTextModel model = ReplayingTextModel.of(record(ending, "a\n\u2028\u0000\"{", ""))) {
                TextAnswer answer = model.answer(asking("a\n\u2028\u0000\"{"));
                assertThat(answer.text()).isEqualTo("a\n\u2028\u0000\"{");
                assertThat(answer.ending()).isEqualTo(ending);
                assertThat(model.answer(asking("")).text()).isEmpty();
                assertThat(model.identity().name()).isEqualTo("echo");
                assertThat(model.unanswered()).isZero();
            }
        }
    }

    @Test
    void howAnAnswerIsDecodedDoesNotCountButEachWordDoes() {
        try (ReplayingTextModel model = ReplayingTextModel.of(record(Ending.FINISHED, "a"))) {
            assertThat(model.answer(asking("a").sampled(0.7, 3)).text()).isEqualTo("a");
            assertThatThrownBy(() -> model.answer(asking("a "))).isInstanceOf(ModelUnavailableException.class);
        }
    }

    @Test
    void whatHasNoAnswerIsGatheredOnceAndCanBeAnswered() throws IOException {
        Path recording = record(Ending.FINISHED, "a");
        Path open = folder.resolve("open.jsonl");
        try (ReplayingTextModel model = ReplayingTextModel.of(recording)) {
            for (String what : new String[] {"b", "c", "b"}) {
                assertThatThrownBy(() -> model.answer(asking(what)))
                        .isInstanceOf(ModelUnavailableException.class)
                        .hasMessageContaining("has no answer to the form prompt")
                        .hasMessageContaining("--unanswered");
            }
            assertThat(model.unanswered()).isEqualTo(2);
            model.writeUnanswered(open);
        }
        ReplayingTextModel.requireNoAnswersIn(open);
        String filled = Files.readString(open).replace("\"answer\":\"\"", "\"answer\":\"yes\"");
        Files.writeString(recording, Files.readString(recording) + filled.substring(filled.indexOf('\n') + 1));
        try (ReplayingTextModel model = ReplayingTextModel.of(recording)) {
            assertThat(model.answer(asking("b")).text()).isEqualTo("yes");
            assertThat(model.answer(asking("a")).text()).isEqualTo("a");
        }
        Files.writeString(open, filled);
        assertThatThrownBy(() -> ReplayingTextModel.requireNoAnswersIn(open))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has answers, which --unanswered would overwrite");
    }

    @Test
    void aRecordingIsContinuedBehindItsLastWholeLine() throws IOException {
        Path file = record(Ending.FINISHED, "a");
        Files.writeString(file, Files.readString(file) + "{\"prompt_sha256\":\"12");
        record(Ending.FINISHED, "b");
        assertThat(Files.readString(file).lines()).hasSize(3);
        // An editor may have taken the last line break.
        Files.writeString(file, Files.readString(file).stripTrailing());
        record(Ending.FINISHED, "c");
        try (ReplayingTextModel model = ReplayingTextModel.of(file)) {
            for (String what : new String[] {"a", "b", "c"}) {
                assertThat(model.answer(asking(what)).text()).isEqualTo(what);
            }
        }
    }

    @Test
    void answersOfTwoModelsAreNotMixed() throws IOException {
        Path file = Files.writeString(folder.resolve("answers.jsonl"), "{\"recording\":1,\"of\":\"other\"}\n");
        Echo echo = new Echo(Ending.FINISHED);
        assertThatThrownBy(() -> RecordingTextModel.of(echo, file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("holds answers of other, not of echo");
        assertThat(echo.closed).isTrue();
        assertThat(Files.readString(file)).isEqualTo("{\"recording\":1,\"of\":\"other\"}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# A policy\n",
                "{\"recording\":2,\"of\":\"x\"}\n",
                "{\"recording\":1}\n",
                "{\"recording\":1,\"of\":\" \"}\n",
                "{\"recording\":1,\"of\":\"\\u001b\"}\n",
                "{\"recording\":1,\"of\":\"x\"}\n{\"prompt_sha256\":\"12\",\"answer\":\"\"}\n",
                "{\"recording\":1,\"of\":\"x\"}\nnot json\n",
                "{\"recording\":1,\"of\":\"x\"}\n{\"prompt_sha256\":\"12\"\n{}\n"
            })
    void whatIsNoRecordingIsRefusedByItsPlace(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("answers.jsonl"), text);
        assertThatThrownBy(() -> ReplayingTextModel.of(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file.toString());
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
