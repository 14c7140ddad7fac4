package dev.clue.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import dev.clue.probe.Sight.Manner;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SightTest {

    /** Knows red from blue, among the images that reach it. */
    private record Eyes(UnaryOperator<@Nullable RgbImage> reaching) implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            double yes = red(reaching.apply(image)) ? 0.9 : 0.2;
            return new AnswerProbability(yes, 1 - yes);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return red(reaching.apply(image)) ? "Red." : "Blue";
        }

        private static boolean red(@Nullable RgbImage image) {
            return image != null && image.sample(0, 0, 0) > image.sample(0, 0, 2);
        }
    }

    /** Says what was asked before it answers. */
    private record Repeating(Eyes eyes) implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            return eyes.answer(image, question);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "You would like to know what this image shows: " + eyes.say(image, dialogue);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatSeesIsLetIn(Manner manner) {
        Sight sight = sight(image -> image, manner);
        assertThat(sight.sees()).isTrue();
        assertThat(sight.drift()).isZero();
        assertThatCode(() -> sight.require("it")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void aBlindOneIsNot(Manner manner) {
        Sight sight = sight(image -> null, manner);
        assertThat(sight.sees()).isFalse();
        assertThatThrownBy(() -> sight.require("it"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("it does not see images");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatAnswersAboutTheImageBeforeIsNot(Manner manner) {
        @Nullable RgbImage[] before = new RgbImage[1];
        Sight sight = sight(
                image -> {
                    RgbImage previous = before[0];
                    before[0] = image;
                    return previous;
                },
                manner);
        assertThat(sight.isTrue()).isFalse();
        assertThatThrownBy(() -> sight.require("it"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("about an image before");
    }

    /** Whatever can be told is told by one question, four times, where it tells. */
    @ParameterizedTest
    @EnumSource
    void oneThatWasSeenToSeeIsAskedShortly(Manner manner) {
        AtomicInteger asked = new AtomicInteger();
        Sight sight = Sight.again(
                new ScriptedModel("scripted", new Eyes(image -> {
                    asked.incrementAndGet();
                    return image;
                })),
                manner);
        assertThat(sight.sees()).isTrue();
        assertThat(sight.isTrue()).isTrue();
        assertThat(asked).hasValue(4);
        assertThat(Sight.again(new ScriptedModel("scripted", new Eyes(image -> null)), manner)
                        .sees())
                .isFalse();
    }

    @Test
    void whereWordsAreReadThatIsNamedAsACause() {
        for (Sight unfit : List.of(new Sight(0, 0, Manner.WORDS), new Sight(1, 1, Manner.WORDS))) {
            assertThatThrownBy(() -> unfit.require("it"))
                    .hasMessageContaining("with --answers sampled:K or reasoning")
                    .hasMessageContaining("try --answers logprobs");
        }
        for (Sight unfit : List.of(new Sight(0, 0, Manner.SCORES), new Sight(1, 1, Manner.SCORES))) {
            assertThatThrownBy(() -> unfit.require("it"))
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("--answers"));
        }
    }

    /** A model that sees and says so too late: its first words are the same about everything. */
    @Test
    void aModelThatRepeatsTheQuestionIsRefusedWithItsCause() {
        ScriptedModel repeating = new ScriptedModel("repeating", new Repeating(new Eyes(image -> image)));
        assertThatThrownBy(() -> Sight.of(repeating, Manner.WORDS).require("it"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("If it does see, its answers begin alike")
                .hasMessageContaining("try --answers logprobs");
        assertThatCode(() -> Sight.of(repeating, Manner.SCORES).require("it")).doesNotThrowAnyException();
    }

    @Test
    void aCacheThatKnowsTheFirstImageAloneMakesBlind() {
        @Nullable RgbImage[] first = new RgbImage[1];
        Sight sight = sight(
                image -> {
                    if (first[0] == null) {
                        first[0] = image;
                    }
                    return first[0];
                },
                Manner.SCORES);
        assertThat(sight.sees()).isFalse();
    }

    @Test
    void theImagesHaveNothingInCommon() {
        assertThat(ProbeImages.DISC.sha256()).isNotEqualTo(ProbeImages.BARS.sha256());
        for (int at = 0; at < ProbeImages.DISC.width(); at++) {
            boolean same = true;
            for (int channel = 0; channel < 3; channel++) {
                same &= ProbeImages.DISC.sample(at, at, channel) == ProbeImages.BARS.sample(at, at, channel);
            }
            assertThat(same).as("pixel %d", at).isFalse();
        }
    }

    private static Sight sight(UnaryOperator<@Nullable RgbImage> reaching, Manner manner) {
        return Sight.of(new ScriptedModel("scripted", new Eyes(reaching)), manner);
    }
}
