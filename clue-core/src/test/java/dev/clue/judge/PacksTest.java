package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.error.ModelUnavailableException;
import dev.clue.image.Box;
import dev.clue.judge.Packs.Answer;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacksTest {

    private static final AnswerProbability YES = new AnswerProbability(1, 0);

    private final List<Integer> packs = new ArrayList<>();

    @Test
    void asksInPacksOfEight() {
        List<Answer> answers =
                Packs.ask(look(pack -> pack.stream().map(q -> YES).toList()), questions(17));
        assertThat(packs).containsExactly(8, 8, 1);
        assertThat(answers).hasSize(17).containsOnly(new Answer.Given(YES));
    }

    @Test
    void asksInPacksOfTheSizeThatTheLookSays() {
        Look wide = look(pack -> pack.stream().map(q -> YES).toList(), 20);
        assertThat(Packs.ask(wide, questions(27))).hasSize(27).containsOnly(new Answer.Given(YES));
        assertThat(packs).containsExactly(20, 7);
    }

    @Test
    void aPackThatFailsIsAskedOneByOne() {
        List<Answer> answers = Packs.ask(
                look(pack -> {
                    if (pack.contains(new Question("i", " 2"))) {
                        throw new ModelUnavailableException("busy; try again");
                    }
                    return pack.stream().map(q -> YES).toList();
                }),
                questions(4));
        assertThat(packs).containsExactly(4, 1, 1, 1, 1);
        assertThat(answers)
                .containsExactly(
                        new Answer.Given(YES),
                        new Answer.Given(YES),
                        new Answer.Missing(new Failure(Failure.MODEL_UNAVAILABLE, "busy; try again")),
                        new Answer.Given(YES));
    }

    @Test
    void aSingleQuestionIsNotAskedAgain() {
        Packs.ask(
                look(pack -> {
                    throw new ModelUnavailableException("busy; try again");
                }),
                questions(1));
        assertThat(packs).containsExactly(1);
    }

    @Test
    void tooFewAnswersAreAFailureNotAShift() {
        List<Answer> answers = Packs.ask(look(pack -> List.of()), questions(2));
        assertThat(answers)
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.Missing.class,
                                missing -> assertThat(missing.cause().kind()).isEqualTo(Failure.MODEL_UNFIT)));
    }

    @Test
    void probabilitiesThatAreNoneAreAFailure() {
        for (double wrong : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
            List<Answer> answers = Packs.ask(look(pack -> List.of(new AnswerProbability(wrong, 0))), questions(1));
            assertThat(answers.getFirst()).isInstanceOfSatisfying(Answer.Missing.class, missing -> {
                assertThat(missing.cause().kind()).isEqualTo(Failure.MODEL_UNFIT);
                assertThat(missing.cause().message()).contains("not probabilities", Double.toString(wrong));
            });
        }
    }

    private static List<Question> questions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Question("i", " " + i))
                .toList();
    }

    private Look look(Function<List<Question>, List<AnswerProbability>> answers) {
        return look(answers, 8);
    }

    private Look look(Function<List<Question>, List<AnswerProbability>> answers, int together) {
        return new Look() {
            @Override
            public int together() {
                return together;
            }

            @Override
            public List<AnswerProbability> ask(List<Question> questions) {
                packs.add(questions.size());
                return answers.apply(questions);
            }

            @Override
            public String continueDialogue(List<Turn> dialogue, int maxTokens) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Look without(Box region) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Usage usage() {
                return Usage.NONE;
            }

            @Override
            public void close() {}
        };
    }
}
