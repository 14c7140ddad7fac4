package dev.clue.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import dev.clue.probe.Sight.Manner;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownAnswersTest {

    private static final int RUNS = 3000;

    /** Answers by a score, and in words by whether that is above one half. */
    private record Scored(BiFunction<Integer, String, Double> score) implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            double yes = score.apply(place(image), question.text());
            return new AnswerProbability(yes, 1 - yes);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return score.apply(place(image), dialogue.getFirst().text()) > 0.5 ? "Yes." : "No, it is not.";
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverSeesPasses(Manner manner) {
        KnownAnswers answers = known((place, question) -> truth(place, question) ? 0.9 : 0.2, manner);
        assertThat(answers).isEqualTo(new KnownAnswers(6, 6, manner));
        assertThat(answers.isSound()).isTrue();
    }

    /** Scores that are all low, or shifted from image to image, are no reason to refuse a model that tells places apart. */
    @Test
    void onlyTheOrderOfScoresCounts() {
        assertThat(known((place, question) -> truth(place, question) ? 0.05 : 0.01, Manner.SCORES)
                        .right())
                .isEqualTo(6);
        assertThat(known((place, question) -> 0.1 * place + (truth(place, question) ? 0.5 : 0), Manner.SCORES)
                        .right())
                .isGreaterThanOrEqualTo(5);
    }

    @Test
    void oneMistakeIsForgivenAndTwoAreNot() {
        KnownAnswers one = known(
                (place, question) -> question.contains("night") ? 0.5 : truth(place, question) ? 0.9 : 0.1,
                Manner.SCORES);
        assertThat(one.right()).isEqualTo(5);
        assertThat(one.isSound()).isTrue();
        KnownAnswers two = known(
                (place, question) -> question.contains("night") || question.contains("snow")
                        ? 0.5
                        : truth(place, question) ? 0.9 : 0.1,
                Manner.SCORES);
        assertThat(two.isSound()).isFalse();
        assertThatThrownBy(() -> two.require("openai:noise at http://host"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("openai:noise at http://host does not answer by what an image shows")
                .hasMessageContaining("it answers 4 rightly");
    }

    @ParameterizedTest
    @EnumSource
    void answersThatDependOnTheImageAloneOrOnTheStatementAloneNeverPass(Manner manner) {
        assertThat(known((place, question) -> place / 10.0, manner).right()).isLessThanOrEqualTo(1);
        assertThat(known((place, question) -> question.length() % 10 / 10.0, manner)
                        .right())
                .isZero();
    }

    /** 31 of 46,656 runs are expected to pass with scores, 1 of 25,000 with words. */
    @ParameterizedTest
    @EnumSource
    void noiseFails(Manner manner) {
        int passed = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            int salt = seed;
            KnownAnswers answers = known(
                    (place, question) -> new Random(Objects.hash(place, question, salt) * 2_654_435_761L).nextDouble(),
                    manner);
            if (answers.isSound()) {
                passed++;
            }
        }
        assertThat(passed).as("of %s runs", RUNS).isLessThanOrEqualTo(RUNS * 31 / 46_656 + 7);
    }

    private static KnownAnswers known(BiFunction<Integer, String, Double> score, Manner manner) {
        return KnownAnswers.of(new ScriptedModel("scripted", new Scored(score)), manner);
    }

    private static int place(@Nullable RgbImage image) {
        for (int place = 0; place < Place.ALL.size(); place++) {
            if (Place.ALL.get(place).image() == image) {
                return place;
            }
        }
        throw new IllegalArgumentException("no place");
    }

    private static boolean truth(int place, String question) {
        return question.contains(Place.ALL.get(place).statement());
    }
}
