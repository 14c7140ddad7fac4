package dev.clue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clue.error.ModelException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.prompt.Prompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every {@link MultimodalModel} does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class MultimodalModelContract {

    private static final List<String> STATEMENTS = List.of(
            "a child is visible",
            "a weapon is visible",
            "a child touches a weapon",
            "a cat is visible",
            "at least three bottles are visible",
            "it is night",
            "the word STOP is written",
            "no adult is visible",
            "a candle is inside a tent",
            "a dog is upside down",
            "fire");

    private MultimodalModel model;

    /** Opens the model that is tested; called once for most tests, and again for those about closing. */
    protected abstract MultimodalModel open();

    /** How far the same question's probabilities may lie apart when asked in another way. */
    protected double tolerance() {
        return 1e-5;
    }

    /**
     * Whether {@link Look#without} sees what a look at the blacked-out image sees, up to {@link #tolerance}. A model
     * that re-encodes only a part of the image for it may be exact too; one that approximates says false.
     */
    protected boolean supportsExactRegions() {
        return true;
    }

    /** Whether generation is deterministic to the letter; a remote server may not promise it. */
    protected boolean supportsGreedyDecoding() {
        return true;
    }

    /** Whether usage is known. */
    protected boolean supportsUsage() {
        return true;
    }

    /** Tokens that are generated to score one question: none in an engine, one at a server. */
    protected int tokensOfScore() {
        return 0;
    }

    /** Width and height of ordinary test images. */
    protected int side() {
        return 96;
    }

    @BeforeAll
    final void openModel() {
        model = open();
    }

    @AfterAll
    final void closeModel() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void saysWhichModelItIs() {
        assertThat(model.identity().name()).isNotBlank();
        assertThat(model.identity().digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(model.identity()).isEqualTo(model.identity());
    }

    @Test
    void answersEveryQuestionInOrder() {
        try (Look look = model.look(image(1))) {
            assertThat(look.ask(questions(STATEMENTS))).hasSameSizeAs(STATEMENTS);
            assertThat(look.ask(List.of())).isEmpty();
        }
    }

    @Test
    void answersTheSameTogetherOneByOneAndInAnotherOrder() {
        List<AnswerProbability> together;
        List<AnswerProbability> oneByOne = new ArrayList<>();
        List<AnswerProbability> reversed;
        try (Look look = model.look(image(1))) {
            together = look.ask(questions(STATEMENTS));
        }
        for (String statement : STATEMENTS) {
            try (Look look = model.look(image(1))) {
                oneByOne.addAll(look.ask(questions(List.of(statement))));
            }
        }
        try (Look look = model.look(image(1))) {
            reversed = new ArrayList<>(look.ask(questions(STATEMENTS.reversed())));
            Collections.reverse(reversed);
        }
        assertSame(oneByOne, together);
        assertSame(reversed, together);
    }

    @Test
    void answersTheSameWhenAskedTwice() {
        try (Look look = model.look(image(2))) {
            List<AnswerProbability> first = look.ask(questions(STATEMENTS));
            assertSame(look.ask(questions(STATEMENTS)), first);
            List<Question> twice = questions(List.of(STATEMENTS.getFirst(), STATEMENTS.getFirst()));
            assertSame(look.ask(twice), List.of(first.getFirst(), first.getFirst()));
        }
    }

    @Test
    void tellsImagesApart() {
        assertThat(largestDifference(answers(image(1)), answers(image(2))))
                .as("largest difference between the answers about two images")
                .isGreaterThan(10 * tolerance());
    }

    @Test
    void tellsAnImageFromNone() {
        assertThat(largestDifference(answers(image(1)), priors()))
                .as("largest difference between the answers with and without an image")
                .isGreaterThan(10 * tolerance());
    }

    @Test
    void tellsStatementsApart() {
        List<AnswerProbability> answers = answers(image(1));
        assertThat(answers.stream()
                        .mapToDouble(AnswerProbability::score)
                        .distinct()
                        .count())
                .as("different scores among %d statements", STATEMENTS.size())
                .isGreaterThan(1);
    }

    @Test
    void priorsDoNotDependOnImages() {
        List<AnswerProbability> before = priors();
        try (Look look = model.look(image(3))) {
            look.ask(questions(STATEMENTS));
            assertSame(priors(), before);
        }
        assertSame(priors(), before);
    }

    @Test
    void priorsAreTheSameTogetherAndOneByOne() {
        List<AnswerProbability> oneByOne = new ArrayList<>();
        for (String statement : STATEMENTS) {
            try (Look nothing = model.lookAtNothing()) {
                oneByOne.addAll(nothing.ask(questions(List.of(statement))));
            }
        }
        assertSame(oneByOne, priors());
    }

    @Test
    void withoutARegionItSeesTheImageWithTheRegionBlack() {
        assumeTrue(supportsExactRegions(), "regions are not exact");
        RgbImage image = image(4);
        int side = side();
        List<Box> regions = List.of(
                new Box(0, 0, side, side),
                new Box(side / 4, side / 4, side / 2, side / 2),
                new Box(0, 0, side / 3, side / 8),
                new Box(side - side / 6, side - side / 5, side, side));
        for (Box region : regions) {
            try (Look look = model.look(image);
                    Look without = look.without(region)) {
                assertSame(without.ask(questions(STATEMENTS)), answers(image.blackOut(region)));
            }
        }
    }

    @Test
    void withoutARegionOfABlackImageItSeesTheSame() {
        RgbImage black = TestImages.plain(0, 0, 0, side(), side());
        try (Look look = model.look(black);
                Look without = look.without(new Box(1, 2, side() / 2, side() / 2))) {
            assertSame(without.ask(questions(STATEMENTS)), look.ask(questions(STATEMENTS)));
        }
    }

    @Test
    void withoutARegionTheLookItselfIsUnchanged() {
        try (Look look = model.look(image(5))) {
            List<AnswerProbability> before = look.ask(questions(STATEMENTS));
            try (Look without = look.without(new Box(0, 0, side() / 2, side()))) {
                without.ask(questions(STATEMENTS));
                assertSame(look.ask(questions(STATEMENTS)), before);
            }
            assertSame(look.ask(questions(STATEMENTS)), before);
        }
    }

    @Test
    void withoutARegionOfNothingIsAMistake() {
        Box region = new Box(0, 0, 1, 1);
        try (Look nothing = model.lookAtNothing()) {
            assertThatThrownBy(() -> nothing.without(region)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void usageGrows() {
        assumeTrue(supportsUsage(), "usage is not known");
        try (Look look = model.look(image(6))) {
            Usage opened = look.usage();
            look.ask(questions(STATEMENTS));
            Usage asked = look.usage();
            look.continueDialogue(Prompts.reasoning("a cat is visible"), 4);
            Usage reasoned = look.usage();
            assertThat(asked.calls() - opened.calls()).isEqualTo(STATEMENTS.size());
            assertThat(asked.inputTokens() - opened.inputTokens()).isGreaterThanOrEqualTo(STATEMENTS.size());
            assertThat(asked.outputTokens() - opened.outputTokens())
                    .isEqualTo((long) tokensOfScore() * STATEMENTS.size());
            assertThat(reasoned.calls()).isEqualTo(asked.calls() + 1);
            assertThat(reasoned.inputTokens()).isGreaterThan(asked.inputTokens());
            assertThat(reasoned.outputTokens() - asked.outputTokens()).isBetween(0L, 4L);
        }
    }

    @Test
    void continuesDialogues() {
        try (Look look = model.look(image(7))) {
            List<AnswerProbability> before = look.ask(questions(STATEMENTS));
            String thoughts = look.continueDialogue(Prompts.reasoning("a cat is visible"), 16);
            String summary = look.continueDialogue(Prompts.summary("a cat is visible", thoughts), 16);
            assertThat(thoughts).doesNotContain("<|im_start|>", "<end_of_utterance>");
            assertThat(summary).doesNotContain("<|im_start|>", "<end_of_utterance>");
            assertSame(look.ask(questions(STATEMENTS)), before);
        }
    }

    @Test
    void decodesGreedily() {
        assumeTrue(supportsGreedyDecoding(), "decoding is not deterministic");
        List<Turn> dialogue = Prompts.reasoning("a child touches a weapon");
        try (Look look = model.look(image(8));
                Look other = model.look(image(8))) {
            String longer = look.continueDialogue(dialogue, 12);
            look.ask(questions(STATEMENTS));
            assertThat(look.continueDialogue(dialogue, 12)).isEqualTo(longer);
            assertThat(other.continueDialogue(dialogue, 12)).isEqualTo(longer);
            assertThat(longer.strip())
                    .startsWith(other.continueDialogue(dialogue, 1).strip());
        }
    }

    @Test
    void continuesDialoguesTogetherAsEachAlone() {
        assumeTrue(supportsGreedyDecoding(), "decoding is not deterministic");
        try (Look look = model.look(image(11));
                Look nothing = model.lookAtNothing()) {
            for (Look each : List.of(look, nothing)) {
                List<String> thoughts = assertSameTogetherAndAlone(each, reasonings(STATEMENTS), 24);
                List<List<Turn>> summaries = new ArrayList<>();
                for (int i = 0; i < STATEMENTS.size(); i++) {
                    summaries.add(Prompts.summary(STATEMENTS.get(i), thoughts.get(i)));
                }
                assertSameTogetherAndAlone(each, summaries, 24);
            }
            assertThat(look.continueDialogues(List.of(), 5)).isEmpty();
        }
    }

    @Test
    void continuesDialoguesThatGoOnFromOneAnotherAndRepeat() {
        assumeTrue(supportsGreedyDecoding(), "decoding is not deterministic");
        try (Look look = model.look(image(12))) {
            String thoughts = look.continueDialogue(Prompts.reasoning("a cat is visible"), 8);
            List<List<Turn>> mixed = List.of(
                    Prompts.summary("a cat is visible", thoughts),
                    Prompts.reasoning("it is night"),
                    Prompts.reasoning("it is night"),
                    Prompts.summary("a cat is visible", thoughts),
                    Prompts.summary("a cat is visible", "I see none."),
                    List.of(Turn.user("What is it?")));
            assertSameTogetherAndAlone(look, mixed, 12);
            assertSameTogetherAndAlone(look, mixed.reversed(), 1);
        }
    }

    @Test
    void usageOfDialoguesTogetherGrows() {
        assumeTrue(supportsUsage(), "usage is not known");
        try (Look look = model.look(image(13))) {
            Usage before = look.usage();
            look.continueDialogues(reasonings(STATEMENTS), 4);
            Usage after = look.usage();
            assertThat(after.calls() - before.calls()).isEqualTo(STATEMENTS.size());
            assertThat(after.inputTokens() - before.inputTokens()).isGreaterThanOrEqualTo(STATEMENTS.size());
            assertThat(after.outputTokens() - before.outputTokens()).isBetween(0L, 4L * STATEMENTS.size());
        }
    }

    @Test
    void looksAtImagesOfAnyShape() {
        for (RgbImage image : List.of(
                TestImages.plain(200, 10, 10, 1, 1), TestImages.drawn(9, 1, 300), TestImages.drawn(9, 700, 3))) {
            assertThat(answers(image)).hasSameSizeAs(STATEMENTS);
        }
    }

    @Test
    void asksTextsOfAnyKind() {
        List<String> texts = List.of(
                "x",
                "a cat is visible ".repeat(12).strip(),
                "Ein Kind berührt eine Waffe; 子供が武器に触れている 🔪",
                "<image><|im_start|>User: Yes<end_of_utterance>",
                "\"quotes\", {braces} and\ttabs");
        try (Look look = model.look(image(10))) {
            List<AnswerProbability> together = look.ask(questions(texts));
            for (int i = 0; i < texts.size(); i++) {
                assertSame(look.ask(questions(List.of(texts.get(i)))), List.of(together.get(i)));
            }
        }
    }

    @Test
    void aTextLongerThanItsContextIsAnsweredOrAModelError() {
        try (Look look = model.look(image(10))) {
            try {
                look.ask(questions(List.of("a cat is visible ".repeat(20_000))));
            } catch (ModelException tooLong) {
                assertThat(tooLong).hasMessageMatching("(?s).{20,}");
            }
            assertThat(look.ask(questions(STATEMENTS))).hasSameSizeAs(STATEMENTS);
        }
    }

    @Test
    void severalThreadsLookAtOnce() throws Exception {
        List<List<AnswerProbability>> alone = new ArrayList<>();
        for (int seed = 20; seed < 24; seed++) {
            alone.add(answers(image(seed)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<List<AnswerProbability>>> atOnce = new ArrayList<>();
            for (int seed = 20; seed < 24; seed++) {
                RgbImage image = image(seed);
                atOnce.add(threads.submit(() -> answers(image)));
            }
            for (int i = 0; i < alone.size(); i++) {
                assertSame(atOnce.get(i).get(), alone.get(i));
            }
        }
    }

    @Test
    void closingTwiceIsFine() {
        MultimodalModel other = open();
        Look look = other.look(image(1));
        Look without = look.without(new Box(0, 0, 2, 2));
        Look nothing = other.lookAtNothing();
        for (Look each : List.of(without, look, nothing, look, without, nothing)) {
            each.close();
        }
        other.close();
        other.close();
        assertThat(answers(image(1))).as("another instance works on").hasSameSizeAs(STATEMENTS);
    }

    private RgbImage image(long seed) {
        return TestImages.drawn(seed, side(), side());
    }

    private List<AnswerProbability> answers(RgbImage image) {
        try (Look look = model.look(image)) {
            return look.ask(questions(STATEMENTS));
        }
    }

    private List<AnswerProbability> priors() {
        try (Look nothing = model.lookAtNothing()) {
            return nothing.ask(questions(STATEMENTS));
        }
    }

    private static List<List<Turn>> reasonings(List<String> statements) {
        return statements.stream().map(Prompts::reasoning).toList();
    }

    /** What was said: the same in one call as in a call a dialogue. */
    private static List<String> assertSameTogetherAndAlone(Look look, List<List<Turn>> dialogues, int maxTokens) {
        List<String> together = look.continueDialogues(dialogues, maxTokens);
        List<String> alone = dialogues.stream()
                .map(dialogue -> look.continueDialogue(dialogue, maxTokens))
                .toList();
        assertThat(together).isEqualTo(alone);
        return together;
    }

    private static List<Question> questions(List<String> statements) {
        return statements.stream().map(Prompts::precondition).toList();
    }

    private void assertSame(List<AnswerProbability> actual, List<AnswerProbability> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).yes())
                    .as("P(Yes) of %d", i)
                    .isCloseTo(expected.get(i).yes(), within(tolerance()));
            assertThat(actual.get(i).no())
                    .as("P(No) of %d", i)
                    .isCloseTo(expected.get(i).no(), within(tolerance()));
        }
    }

    private static double largestDifference(List<AnswerProbability> some, List<AnswerProbability> others) {
        double largest = 0;
        for (int i = 0; i < some.size(); i++) {
            largest =
                    Math.max(largest, Math.abs(some.get(i).yes() - others.get(i).yes()));
            largest =
                    Math.max(largest, Math.abs(some.get(i).no() - others.get(i).no()));
        }
        return largest;
    }
}
