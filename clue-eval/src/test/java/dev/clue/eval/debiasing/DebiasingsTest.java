package dev.clue.eval.debiasing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.prompt.Template;
import dev.clue.prompt.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DebiasingsTest {

    private static final RgbImage IMAGE = TestImages.drawn(1, 64, 48);
    private static final Question QUESTION = Wording.STATEMENTS.question("a cat is visible");
    private static final Template ABSENT = new Template("Is it gone? Yes or No.\nContent: {statement}");

    private final ScriptedModel model = new ScriptedModel("m", new Script());

    @Test
    void uncalibratedAnswersMeetAPriorThatFavoursNeither() {
        assertThat(seen(Debiasings.none()).score()).isCloseTo(0.8, within(1e-9));
        assertThat(prior(Debiasings.none()).score()).isEqualTo(0.5);
    }

    @Test
    void contextualIsTheDifferenceInLogOdds() {
        // log(0.8/0.2) - log(0.4/0.6) = log 6
        assertThat(seen(Debiasings.contextual()).score()).isCloseTo(6.0 / 7, within(1e-9));
        assertThat(prior(Debiasings.contextual()).score()).isEqualTo(0.5);
    }

    @Test
    void contentFreeIsTheMeanOverNoneGreyAndNoise() {
        assertThat(seen(Debiasings.contentFree()).score()).isCloseTo(0.8, within(1e-9));
        assertThat(prior(Debiasings.contentFree()).score()).isCloseTo((0.4 + 0.7 + 0.8) / 3, within(1e-9));
    }

    @Test
    void blurredIsTheDifferenceToTheBlurredImageAndCountsItsCost() {
        DebiasedModel debiased = new DebiasedModel(model, Debiasings.blurred());
        try (Look look = debiased.look(IMAGE)) {
            assertThat(look.ask(List.of(QUESTION)).getFirst().score())
                    .as("the script says the same of a blurred image")
                    .isCloseTo(0.5, within(1e-9));
            assertThat(look.usage().calls()).as("two looks, two questions").isEqualTo(4);
        }
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void twoPolaritiesAreTheMeanOfQuestionAndOpposite() {
        Debiasing both = Debiasings.twoPolarities(Wording.STATEMENTS.direct(), ABSENT);
        // The opposite is answered Yes with 0.5: log odds 0.
        double expected = 1 / (1 + Math.exp(-Math.log(0.8 / 0.2) / 2));
        assertThat(seen(both).score()).isCloseTo(expected, within(1e-9));
        assertThat(prior(both).score()).isCloseTo(1 / (1 + Math.exp(-Math.log(0.4 / 0.6) / 2)), within(1e-9));
    }

    @Test
    void silenceMeansNothingAndAsksNothing() {
        assertThat(seen(Debiasings.silent()).mass()).isZero();
        assertThat(prior(Debiasings.silent()).mass()).isZero();
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void aDebiasedModelHasPriorsOfItsOwn() {
        assertThat(new DebiasedModel(model, Debiasings.contextual()).identity().digest())
                .matches("sha256:[0-9a-f]{64}")
                .isNotEqualTo(model.identity().digest())
                .isNotEqualTo(
                        new DebiasedModel(model, Debiasings.none()).identity().digest());
    }

    @Test
    void aRegionIsBlackInWhatIsCompared() {
        RgbImage plain = TestImages.plain(200, 200, 200, 32, 32);
        DebiasedModel debiased = new DebiasedModel(model, Debiasings.blurred());
        try (Look look = debiased.look(plain);
                Look without = look.without(new Box(0, 0, 32, 32))) {
            assertThat(without.ask(List.of(QUESTION)).getFirst().score())
                    .as("black against black")
                    .isCloseTo(0.5, within(1e-9));
        }
    }

    @Test
    void blurKeepsPlainImagesAndSmoothsOthers() {
        RgbImage plain = TestImages.plain(10, 200, 90, 33, 21);
        assertThat(Blur.of(plain).bytes()).isEqualTo(plain.bytes());
        RgbImage blurred = Blur.of(IMAGE);
        assertThat(contrast(blurred)).isLessThan(contrast(IMAGE));
        assertThat(Blur.of(TestImages.plain(1, 2, 3, 1, 1)).bytes()).containsExactly(1, 2, 3);
    }

    private static long contrast(RgbImage image) {
        long sum = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 1; x < image.width(); x++) {
                sum += Math.abs(image.sample(x, y, 0) - image.sample(x - 1, y, 0));
            }
        }
        return sum;
    }

    private AnswerProbability seen(Debiasing debiasing) {
        try (Look look = new DebiasedModel(model, debiasing).look(IMAGE)) {
            return look.ask(List.of(QUESTION)).getFirst();
        }
    }

    private AnswerProbability prior(Debiasing debiasing) {
        try (Look look = new DebiasedModel(model, debiasing).lookAtNothing()) {
            return look.ask(List.of(QUESTION)).getFirst();
        }
    }

    /** 0.8 of an image, 0.4 of none, 0.7 of a plain one (black: 0.1), 0.8 of others; 0.5 to the opposite question. */
    private record Script() implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            double score = question.instruction().startsWith("Is it gone")
                    ? 0.5
                    : image == null ? 0.4 : isPlain(image) ? image.sample(0, 0, 0) == 0 ? 0.1 : 0.7 : 0.8;
            return new AnswerProbability(score, 1 - score);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "";
        }

        private static boolean isPlain(RgbImage image) {
            for (int i = 3; i < image.bytes().length; i++) {
                if (image.bytes()[i] != image.bytes()[i - 3]) {
                    return false;
                }
            }
            return true;
        }
    }
}
