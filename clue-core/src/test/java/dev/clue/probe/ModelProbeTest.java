package dev.clue.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import dev.clue.probe.Check.Grade;
import dev.clue.probe.Sight.Manner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelProbeTest {

    private static final int LONGEST = 3000;

    /** Sees red, reads the question, and takes no long ones. */
    private static class Reader implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            if (question.text().length() > LONGEST) {
                throw new ModelUnfitException("a prompt that long does not fit");
            }
            Optional<Boolean> place = image == null ? Optional.empty() : DrawnPlaces.isTrue(image, question.text());
            if (place.isPresent()) {
                return place.get() ? new AnswerProbability(0.9, 0.1) : new AnswerProbability(0.1, 0.9);
            }
            boolean red = image != null && image.sample(10, 10, 0) > image.sample(10, 10, 2);
            double yes = red != question.text().contains("missing") ? 0.9 : 0.1;
            return new AnswerProbability(yes, 1 - yes);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            Optional<Boolean> place = image == null
                    ? Optional.empty()
                    : DrawnPlaces.isTrue(image, dialogue.getFirst().text());
            if (place.isPresent()) {
                return place.get() ? "Yes" : "No";
            }
            return image == null || image.sample(0, 0, 2) > 100 ? "Blue" : "Red";
        }
    }

    @Test
    void aSoundModelIsGoodInEverything() {
        Map<String, Check> checks = probe(new Reader(), Manner.SCORES);
        assertThat(checks.keySet())
                .containsExactlyInAnyOrder(
                        "sees-images",
                        "right-image",
                        "known-answers",
                        "answer-mass",
                        "repeatable",
                        "polarity",
                        "order",
                        "latency",
                        "prompt-length",
                        "concurrency");
        assertThat(checks.values()).extracting(Check::grade).containsOnly(Grade.GOOD);
        assertThat(figure(checks, "sees-images", "difference")).isGreaterThan(0.7);
        assertThat(figure(checks, "answer-mass", "without_image")).isEqualTo(1);
        assertThat(figure(checks, "polarity", "mean_difference")).isLessThan(1e-9);
        assertThat(figure(checks, "latency", "next_ms")).isPositive();
        assertThat(figure(checks, "prompt-length", "tokens")).isPositive();
        assertThat(check(checks, "prompt-length").finding()).contains("does not fit");
    }

    @Test
    void aModelThatSaysYesToEverythingIsNotSteady() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        boolean red = image != null && image.sample(10, 10, 0) > image.sample(10, 10, 2);
                        if (image != null
                                && DrawnPlaces.isTrue(image, question.text()).isPresent()) {
                            return super.answer(image, question);
                        }
                        return red ? new AnswerProbability(0.99, 0.01) : new AnswerProbability(0.95, 0.05);
                    }
                },
                Manner.SCORES);
        assertThat(check(checks, "polarity").grade()).isEqualTo(Grade.NOTE);
        assertThat(check(checks, "order").grade()).isEqualTo(Grade.GOOD);
    }

    @Test
    void aBlindModelIsLookedAtNoFurther() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        return new AnswerProbability(0.5, 0.5);
                    }
                },
                Manner.SCORES);
        assertThat(check(checks, "sees-images").grade()).isEqualTo(Grade.BAD);
        assertThat(check(checks, "right-image").grade()).isEqualTo(Grade.GOOD);
        assertThat(checks).hasSize(2);
    }

    /** Sees that images differ, and knows nothing of what is on them. */
    @Test
    void aModelWhoseAnswersAreNoiseIsLookedAtNoFurther() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        int seed = question.text().hashCode()
                                + (image == null ? 0 : image.sha256().hashCode());
                        double yes = new Random(seed * 31L).nextDouble();
                        return new AnswerProbability(yes, 1 - yes);
                    }
                },
                Manner.SCORES);
        assertThat(check(checks, "sees-images").grade()).isEqualTo(Grade.GOOD);
        assertThat(check(checks, "right-image").grade()).isEqualTo(Grade.GOOD);
        assertThat(check(checks, "known-answers").grade()).isEqualTo(Grade.BAD);
        assertThat(check(checks, "known-answers").finding()).contains("does not answer by what an image shows");
        assertThat(checks).hasSize(3);
    }

    @Test
    void littleMassIsBad() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        AnswerProbability whole = super.answer(image, question);
                        return image == null
                                ? new AnswerProbability(whole.yes() / 100, whole.no() / 100)
                                : new AnswerProbability(whole.yes() / 4, whole.no() / 4);
                    }
                },
                Manner.SCORES);
        assertThat(check(checks, "answer-mass").grade()).isEqualTo(Grade.BAD);
        assertThat(figure(checks, "answer-mass", "with_image")).isEqualTo(0.25);
    }

    @Test
    void aModelThatFailsIsAFinding() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        throw new ModelUnfitException("no probabilities");
                    }
                },
                Manner.SCORES);
        assertThat(check(checks, "sees-images")).isEqualTo(Check.of("sees-images", Grade.BAD, "no probabilities"));
    }

    /** No verdict depends on it. */
    @Test
    void whatOnlyTheProbeAsksIsANoteWhereTheModelIsUnfitForIt() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        if (question.text().contains("missing")
                                || question.text().contains("thing number")) {
                            throw new ModelUnfitException("begins with The");
                        }
                        return super.answer(image, question);
                    }
                },
                Manner.SCORES);
        for (String id : List.of("polarity", "latency", "concurrency")) {
            assertThat(check(checks, id).grade()).as(id).isEqualTo(Grade.NOTE);
            assertThat(check(checks, id).finding()).contains("not found out", "begins with The");
        }
        assertThat(checks.values()).extracting(Check::grade).doesNotContain(Grade.BAD);
    }

    @Test
    void aServerThatIsGoneIsNoNote() {
        Map<String, Check> checks = probe(
                new Reader() {
                    @Override
                    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                        if (question.text().contains("missing")) {
                            throw new ModelUnavailableException("nothing accepts the connection");
                        }
                        return super.answer(image, question);
                    }
                },
                Manner.SCORES);
        assertThat(check(checks, "polarity").grade()).isEqualTo(Grade.BAD);
    }

    @Test
    void withoutScoresItIsOnlySeenToSee() {
        Map<String, Check> checks = probe(new Reader(), Manner.WORDS);
        assertThat(checks.keySet()).containsExactlyInAnyOrder("sees-images", "right-image", "known-answers");
        assertThat(checks.values()).extracting(Check::grade).containsOnly(Grade.GOOD);
    }

    private static Map<String, Check> probe(ScriptedModel.Script script, Manner manner) {
        AtomicLong clock = new AtomicLong();
        return new ModelProbe(new ScriptedModel("scripted", script), manner, 0.05, 4, () -> clock.addAndGet(1_000_000))
                .run().stream().collect(Collectors.toMap(Check::id, Function.identity()));
    }

    private static Check check(Map<String, Check> checks, String id) {
        return java.util.Objects.requireNonNull(checks.get(id));
    }

    private static double figure(Map<String, Check> checks, String id, String name) {
        return java.util.Objects.requireNonNull(check(checks, id).figures().get(name));
    }
}
