package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.judge.ChainOfThought.Conclusion;
import dev.clue.judge.NextTurns.Next;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import dev.clue.prompt.Prompts;
import dev.clue.prompt.Wording;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextTurnsTest {

    /** What a look that says nothing else continues together. */
    private static final int TOGETHER = 8;

    private static final RgbImage IMAGE = TestImages.plain(1, 2, 3, 4, 4);

    private final ScriptedModel model = new ScriptedModel("talking", new Talking());

    @Test
    void dialoguesAreContinuedTogether() {
        assertThat(next("a", "b", "c"))
                .containsExactly(new Next.Said("1 of a"), new Next.Said("1 of b"), new Next.Said("1 of c"));
        assertThat(model.continuedTogether()).containsExactly(3);
    }

    @Test
    void oneDialogueIsContinuedAlone() {
        assertThat(next("a")).containsExactly(new Next.Said("1 of a"));
        assertThat(next()).isEmpty();
        assertThat(model.continuedTogether()).isEmpty();
    }

    @Test
    void aDialogueThatFailsCostsNoOtherItsTurn() {
        assertThat(next("a", "broken", "c"))
                .satisfiesExactly(
                        a -> assertThat(a).isEqualTo(new Next.Said("1 of a")),
                        b -> assertThat(b)
                                .isInstanceOfSatisfying(
                                        Next.Missing.class,
                                        missing -> assertThat(missing.cause())
                                                .isInstanceOf(ModelUnavailableException.class)),
                        c -> assertThat(c).isEqualTo(new Next.Said("1 of c")));
    }

    @Test
    void tooFewTurnsAreNoShift() {
        try (Look look = new Forgetful(model.look(IMAGE))) {
            assertThat(NextTurns.of(look, List.of(Prompts.reasoning("a"), Prompts.reasoning("b")), 9))
                    .containsExactly(new Next.Said("1 of a"), new Next.Said("1 of b"));
        }
    }

    @Test
    void eachStepIsTakenTogetherByThoseThatNeedIt() {
        List<Conclusion> conclusions = think("a", "mumbling", "broken", "silent", "b");
        assertThat(conclusions.get(0)).isEqualTo(new Conclusion.Rated(true, "a"));
        assertThat(conclusions.get(1)).isEqualTo(new Conclusion.Rated(false, "mumbling"));
        assertThat(conclusions.get(2)).isInstanceOf(Conclusion.Failed.class);
        assertThat(conclusions.get(3)).isInstanceOf(Conclusion.Unrated.class);
        assertThat(conclusions.get(4)).isEqualTo(new Conclusion.Rated(true, "b"));
        assertThat(model.continuedTogether())
                .as("thoughts, summaries, summaries again")
                .containsExactly(5, 4, 2);
    }

    @Test
    void manyContentsAreThoughtAboutInSeveralGoes() {
        String[] many =
                IntStream.range(0, TOGETHER + 2).mapToObj(i -> "statement " + i).toArray(String[]::new);
        assertThat(think(many))
                .hasSize(many.length)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Conclusion.Rated.class));
        assertThat(model.continuedTogether()).containsExactly(TOGETHER, TOGETHER, 2, 2);
    }

    @Test
    void whatFailsTogetherIsThoughtAboutAlone() {
        try (Look look = new Forgetful(model.look(IMAGE))) {
            assertThat(new ChainOfThought(Wording.STATEMENTS, Thresholds.PAPER).about(look, List.of("a", "b")))
                    .containsExactly(new Conclusion.Rated(true, "a"), new Conclusion.Rated(true, "b"));
        }
        assertThat(model.openLooks()).isZero();
    }

    private List<Next> next(String... statements) {
        try (Look look = model.look(IMAGE)) {
            return NextTurns.of(
                    look, List.of(statements).stream().map(Prompts::reasoning).toList(), 9);
        }
    }

    private List<Conclusion> think(String... contents) {
        try (Look look = model.look(IMAGE)) {
            return new ChainOfThought(Wording.STATEMENTS, Thresholds.PAPER).about(look, List.of(contents));
        }
    }

    /** Says which turn about what it is; "mumbling" summarises well the second time, "silent" never. */
    private record Talking() implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            throw new ModelUnfitException("nobody asks here");
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            String content = dialogue.getFirst()
                    .text()
                    .substring(dialogue.getFirst().text().lastIndexOf(": ") + 2);
            int turn = dialogue.size() / 2 + 1;
            if (content.equals("broken")) {
                throw new ModelUnavailableException("busy; try again");
            }
            if (turn == 1) {
                return turn + " of " + content;
            }
            return content.equals("silent") || content.equals("mumbling") && turn == 2
                    ? "hm"
                    : "{\"rating\": \"" + (content.equals("mumbling") ? "No" : "Yes") + "\", \"rationale\": \""
                            + content + "\"}";
        }
    }

    /** Gives one turn too few when asked for several. */
    private record Forgetful(Look look) implements Look {

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return look.ask(questions);
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            return look.continueDialogue(dialogue, maxTokens);
        }

        @Override
        public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
            return look.continueDialogues(dialogues.subList(1, dialogues.size()), maxTokens);
        }

        @Override
        public Look without(Box region) {
            return look.without(region);
        }

        @Override
        public Usage usage() {
            return look.usage();
        }

        @Override
        public void close() {
            look.close();
        }
    }
}
