package dev.clue.eval.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Detection;
import dev.clue.model.ImageDomain;
import dev.clue.model.ImageDomain.Familiarity;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.RandomDetector;
import dev.clue.model.RandomEncoder;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import dev.clue.prompt.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallStoreTest {

    private static final RgbImage IMAGE = TestImages.drawn(1, 40, 30);
    private static final RgbImage OTHER = TestImages.drawn(2, 40, 30);
    private static final Box BOX = new Box(3, 4, 20, 21);
    private static final List<Question> QUESTIONS =
            Stream.of("a", "b", "c").map(Prompts::precondition).toList();

    @TempDir
    private Path folder = Path.of("");

    /** What a session of looks came to. */
    private record Session(
            List<AnswerProbability> seen,
            List<AnswerProbability> without,
            List<AnswerProbability> prior,
            String said,
            Usage usage,
            Usage usageWithout) {}

    @Test
    void aReplayAsksNothingAndGivesTheSame() {
        Session computed;
        try (CallStore store = open()) {
            computed = session(new RecordedModel(new ScriptedModel("m", new RandomScript(3)), store));
            assertThat(store.computed()).isEqualTo(13);
            assertThat(store.replayed()).isZero();
        }
        try (CallStore store = open()) {
            assertThat(session(new RecordedModel(new ScriptedModel("m", new Silent()), store)))
                    .isEqualTo(computed);
            assertThat(store.computed()).isZero();
            assertThat(store.replayed()).isEqualTo(13);
        }
    }

    @Test
    void onlyWhatIsMissingIsAsked() {
        ScriptedModel model = new ScriptedModel("m", new RandomScript(3));
        try (CallStore store = open()) {
            RecordedModel recorded = new RecordedModel(model, store);
            try (Look look = recorded.look(IMAGE)) {
                look.ask(QUESTIONS.subList(0, 2));
            }
            try (Look look = recorded.look(IMAGE)) {
                look.ask(QUESTIONS);
                assertThat(look.usage().calls())
                        .as("an image and three questions")
                        .isEqualTo(4);
            }
            assertThat(model.asked()).containsExactly("a", "b", "c");
        }
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void onlyDialoguesThatAreMissingAreContinuedAndEachIsKept() {
        ScriptedModel model = new ScriptedModel("m", new RandomScript(3));
        List<List<Turn>> dialogues =
                Stream.of("a", "b", "c", "b").map(Prompts::reasoning).toList();
        List<String> turns;
        try (CallStore store = open()) {
            RecordedModel recorded = new RecordedModel(model, store);
            try (Look look = recorded.look(IMAGE)) {
                String first = look.continueDialogue(dialogues.getFirst(), 20);
                turns = look.continueDialogues(dialogues, 20);
                assertThat(turns).hasSize(4).startsWith(first);
                assertThat(turns.subList(0, 3)).doesNotHaveDuplicates();
                assertThat(turns.get(3)).isEqualTo(turns.get(1));
                assertThat(look.usage().calls())
                        .as("an image, a turn, and four turns of which two are one")
                        .isEqualTo(6);
            }
            assertThat(model.continuedTogether()).containsExactly(2);
            assertThat(store.size()).as("an image and three turns").isEqualTo(4);
        }
        try (CallStore store = open();
                Look look = new RecordedModel(new ScriptedModel("m", new Silent()), store).look(IMAGE)) {
            assertThat(look.continueDialogues(dialogues, 20)).isEqualTo(turns);
            assertThat(look.continueDialogue(dialogues.get(2), 20)).isEqualTo(turns.get(2));
            assertThat(look.continueDialogues(List.of(), 20)).isEmpty();
        }
    }

    @Test
    void anImageIsEncodedOnceForAllWhoAskAboutIt() {
        Counting script = new Counting();
        ScriptedModel model = new ScriptedModel("m", script);
        try (CallStore store = open()) {
            RecordedModel recorded = new RecordedModel(model, store);
            for (Question question : QUESTIONS) {
                try (Look look = recorded.look(IMAGE);
                        Look without = look.without(BOX)) {
                    look.ask(List.of(question));
                    without.ask(List.of(question));
                    assertThat(look.usage()).isEqualTo(new Usage(2, 1, 0));
                    assertThat(without.usage()).isEqualTo(new Usage(2, 1, 0));
                }
            }
            assertThat(script.opened).hasValue(2);
        }
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void aLookIsNotSharedByTwoAtATime() {
        Counting script = new Counting();
        ScriptedModel model = new ScriptedModel("m", script);
        try (CallStore store = open()) {
            RecordedModel recorded = new RecordedModel(model, store);
            try (Look one = recorded.look(IMAGE);
                    Look other = recorded.look(IMAGE)) {
                one.ask(QUESTIONS.subList(0, 1));
                other.ask(QUESTIONS);
            }
            assertThat(script.opened).hasValue(2);
            assertThat(model.openLooks()).as("one of them is left open").isEqualTo(1);
        }
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void fewLooksAreLeftOpen() {
        ScriptedModel model = new ScriptedModel("m", new RandomScript(3));
        try (CallStore store = open()) {
            for (int seed = 0; seed < 3 * OpenLooks.MOST; seed++) {
                try (Look look = new RecordedModel(model, store).look(TestImages.drawn(seed, 20, 20))) {
                    look.ask(QUESTIONS);
                }
            }
            assertThat(model.openLooks()).isEqualTo(OpenLooks.MOST);
        }
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void aLookThatFailedIsNotLeftOpen() {
        ScriptedModel model = new ScriptedModel("m", new Wordless());
        try (CallStore store = open()) {
            try (Look look = new RecordedModel(model, store).look(IMAGE)) {
                look.ask(QUESTIONS);
                assertThatThrownBy(() -> look.continueDialogue(Prompts.reasoning("a"), 20))
                        .isInstanceOf(ModelUnavailableException.class);
            }
            assertThat(model.openLooks()).isZero();
        }
    }

    @Test
    void whatTheAnswerDependsOnIsToldApart() {
        try (CallStore store = open()) {
            RecordedModel one = new RecordedModel(new ScriptedModel("one", new RandomScript(3)), store);
            RecordedModel two = new RecordedModel(new ScriptedModel("two", new RandomScript(4)), store);
            List<List<AnswerProbability>> answers = Stream.of(
                            one.look(IMAGE),
                            two.look(IMAGE),
                            one.look(OTHER),
                            one.lookAtNothing(),
                            one.look(IMAGE).without(BOX),
                            one.look(IMAGE).without(new Box(0, 0, 1, 1)),
                            one.look(IMAGE).without(BOX).without(new Box(0, 0, 1, 1)))
                    .map(look -> look.ask(QUESTIONS))
                    .toList();
            assertThat(answers).doesNotHaveDuplicates();
            try (Look look = one.look(IMAGE)) {
                String longer = look.continueDialogue(Prompts.reasoning("a"), 20);
                assertThat(look.continueDialogue(Prompts.reasoning("a"), 2)).isNotEqualTo(longer);
                assertThat(look.continueDialogue(Prompts.reasoning("b"), 20)).isNotEqualTo(longer);
            }
        }
    }

    @Test
    void failuresAreNotKept() {
        AtomicInteger failures = new AtomicInteger(2);
        ScriptedModel.Script script = new Failing(failures);
        try (CallStore store = open()) {
            RecordedModel model = new RecordedModel(new ScriptedModel("m", script), store);
            for (int i = 0; i < 2; i++) {
                try (Look look = model.look(IMAGE)) {
                    assertThatThrownBy(() -> look.ask(QUESTIONS)).isInstanceOf(ModelUnavailableException.class);
                }
            }
            assertThat(store.size()).isZero();
            try (Look look = model.look(IMAGE)) {
                assertThat(look.ask(QUESTIONS)).hasSize(3);
            }
        }
    }

    @Test
    void aLookThatCannotBeOpenedIsTriedOnce() {
        AtomicInteger failures = new AtomicInteger(1);
        try (CallStore store = open()) {
            RecordedModel model = new RecordedModel(new ScriptedModel("m", new Failing(failures)), store);
            try (Look look = model.look(IMAGE)) {
                assertThatThrownBy(() -> look.ask(QUESTIONS)).isInstanceOf(ModelUnavailableException.class);
                assertThatThrownBy(() -> look.ask(QUESTIONS)).isInstanceOf(ModelUnavailableException.class);
            }
        }
        assertThat(failures).hasValue(0);
    }

    @Test
    void anUnfinishedLineIsDroppedAndComputedAgain() throws IOException {
        Session computed;
        try (CallStore store = open()) {
            computed = session(new RecordedModel(new ScriptedModel("m", new RandomScript(3)), store));
        }
        Path file = folder.resolve("calls.jsonl");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        try (CallStore store = open()) {
            assertThat(store.size()).isEqualTo(12);
            assertThat(session(new RecordedModel(new ScriptedModel("m", new RandomScript(3)), store)))
                    .isEqualTo(computed);
            assertThat(store.computed()).isEqualTo(1);
        }
        try (CallStore store = open()) {
            assertThat(store.size()).isEqualTo(13);
        }
    }

    @Test
    void vectorsAndBoxesAreReplayedToTheLastBit() {
        RandomEncoder encoder = new RandomEncoder(5, 200);
        RandomDetector detector = new RandomDetector(5);
        List<float[]> views;
        List<float[]> texts;
        List<Detection> boxes;
        try (CallStore store = open()) {
            RecordedEncoder recorded = new RecordedEncoder(encoder, store);
            views = recorded.embedImage(IMAGE);
            texts = recorded.embedTexts(List.of("x", "y", "x"));
            boxes = new RecordedDetector(detector, store).detect(IMAGE, List.of("cat", "dog"));
        }
        try (CallStore store = open()) {
            RecordedEncoder recorded = new RecordedEncoder(encoder, store);
            assertThat(recorded.embedImage(IMAGE)).usingRecursiveComparison().isEqualTo(views);
            assertThat(recorded.embedTexts(List.of("x", "y", "x")))
                    .usingRecursiveComparison()
                    .isEqualTo(texts);
            assertThat(new RecordedDetector(detector, store).detect(IMAGE, List.of("dog", "cat")))
                    .isEqualTo(boxes.reversed());
            assertThat(store.computed()).isZero();
        }
    }

    @Test
    void theDomainIsMeasuredOnce() {
        AtomicInteger measured = new AtomicInteger();
        ImageDomain domain = image -> new Familiarity(measured.incrementAndGet(), 2, "none");
        try (CallStore store = open()) {
            RecordedDomain recorded = new RecordedDomain(domain, "d", store);
            assertThat(recorded.familiarity(IMAGE)).isEqualTo(recorded.familiarity(IMAGE));
            assertThat(recorded.familiarity(OTHER).distance()).isEqualTo(2);
        }
        try (CallStore store = open()) {
            assertThat(new RecordedDomain(domain, "d", store).familiarity(IMAGE).distance())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatAReplaySavesIsTheTimeThatComputingTook() {
        ScriptedModel.Script slow = new Slow();
        double saved;
        try (CallStore store = open()) {
            RecordedModel model = new RecordedModel(new ScriptedModel("m", slow), store);
            try (Look look = model.look(IMAGE)) {
                look.ask(QUESTIONS);
            }
            assertThat(store.savedMillis()).isZero();
            try (Look look = model.look(IMAGE)) {
                look.ask(QUESTIONS);
            }
            saved = store.savedMillis();
            assertThat(saved).isBetween(60.0, 600.0);
        }
        try (CallStore store = open()) {
            RecordedModel model = new RecordedModel(new ScriptedModel("m", slow), store);
            long start = System.nanoTime();
            try (Look look = model.look(IMAGE)) {
                look.ask(QUESTIONS);
                look.ask(List.of(Prompts.precondition("d")));
            }
            double wall = (System.nanoTime() - start) / 1e6;
            assertThat(wall).as("opening again and one question").isBetween(40.0, 400.0);
            assertThat(wall + store.savedMillis())
                    .as("opening once and four questions")
                    .isBetween(70.0, 700.0);
            assertThat(store.savedMillis())
                    .as("what opening again took is not saved")
                    .isLessThan(saved - 25);
        }
    }

    @Test
    void aFileThatIsNoStoreIsRefusedAndKept() throws IOException {
        Path file = folder.resolve("calls.jsonl");
        Files.writeString(file, "my notes\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("calls.jsonl:1")
                .hasMessageContaining("no store");
        assertThat(file).hasContent("my notes\n");
    }

    @Test
    void anUnfinishedFileThatIsNoStoreIsRefusedAndKept() throws IOException {
        Path file = folder.resolve("calls.jsonl");
        Files.writeString(file, "my notes");
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("calls.jsonl:1: ")
                .hasMessageContaining("name another file");
        assertThat(Files.readString(file)).isEqualTo("my notes");
        Files.writeString(file, "{\"clue_ca");
        open().close();
        assertThat(Files.readString(file)).isEqualTo("{\"clue_calls\":1}\n");
    }

    /** Else the rest would be asked in a smaller pack, whose answers may differ in the last digits, as its cost does. */
    @Test
    void aPackIsKeptWholeOrNotAtAll() throws IOException {
        try (CallStore store = open();
                Look look = new RecordedModel(new ScriptedModel("m", new RandomScript(3)), store).look(IMAGE)) {
            look.ask(QUESTIONS);
        }
        Path file = folder.resolve("calls.jsonl");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        try (CallStore store = open();
                Look look = new RecordedModel(new ScriptedModel("m", new RandomScript(3)), store).look(IMAGE)) {
            assertThat(store.size()).as("the look alone").isEqualTo(1);
            look.ask(QUESTIONS);
            assertThat(store.computed()).isEqualTo(QUESTIONS.size());
        }
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        try (CallStore store = open()) {
            new RecordedEncoder(new RandomEncoder(1, 9), store).embedImage(IMAGE);
        }
        Files.writeString(folder.resolve("calls.jsonl"), "{\"key\":\"x\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("calls.jsonl:3");
    }

    @Test
    void aStoreInUseIsRefused() {
        CallStore first = open();
        try (first) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("another run");
        }
    }

    private CallStore open() {
        return CallStore.open(folder.resolve("calls.jsonl"));
    }

    private static Session session(MultimodalModel model) {
        try (Look look = model.look(IMAGE);
                Look without = look.without(BOX);
                Look nothing = model.lookAtNothing()) {
            return new Session(
                    look.ask(QUESTIONS),
                    without.ask(QUESTIONS),
                    nothing.ask(QUESTIONS),
                    look.continueDialogue(Prompts.reasoning("a"), 20),
                    look.usage(),
                    without.usage());
        }
    }

    /** Fails whatever it is asked. */
    private record Silent() implements ScriptedModel.Script {

        @Override
        public void opening(@Nullable RgbImage image) {
            throw new IllegalStateException("a look was opened");
        }

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            throw new IllegalStateException("asked");
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            throw new IllegalStateException("asked");
        }
    }

    private record Failing(AtomicInteger failures) implements ScriptedModel.Script {

        @Override
        public void opening(@Nullable RgbImage image) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ModelUnavailableException("busy: try again");
            }
        }

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            return new AnswerProbability(0.5, 0.5);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "";
        }
    }

    /** Counts the looks that are opened at images. */
    private record Counting(AtomicInteger opened) implements ScriptedModel.Script {

        Counting() {
            this(new AtomicInteger());
        }

        @Override
        public void opening(@Nullable RgbImage image) {
            opened.incrementAndGet();
        }

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            return new AnswerProbability(0.5, 0.5);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "";
        }
    }

    /** Answers, but does not talk. */
    private record Wordless() implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            return new AnswerProbability(0.5, 0.5);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            throw new ModelUnavailableException("busy: try again");
        }
    }

    private record Slow() implements ScriptedModel.Script {

        @Override
        public void opening(@Nullable RgbImage image) {
            pause(30);
        }

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            pause(10);
            return new AnswerProbability(0.5, 0.5);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "";
        }

        private static void pause(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
