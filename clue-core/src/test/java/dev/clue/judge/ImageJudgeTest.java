package dev.clue.judge;

import static dev.clue.judge.Constitutions.any;
import static dev.clue.judge.Constitutions.constitution;
import static dev.clue.judge.Constitutions.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.constitution.Constitution;
import dev.clue.error.ImageException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.image.DecodedImage;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.ImageDomain;
import dev.clue.model.Question;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageJudgeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    private static final Constitution RED = constitution(rule("red", any("it is red")));
    private static final RgbImage RED_IMAGE = TestImages.plain(200, 0, 0, 8, 4);
    private static final RgbImage BLUE_IMAGE = TestImages.plain(0, 0, 200, 8, 4);
    private static final RgbImage GREEN_IMAGE = TestImages.plain(0, 200, 0, 8, 4);
    private static final String SHA = "d".repeat(64);

    @TempDir
    Path folder;

    @Test
    void aVerdictNamesAllThatItRestsOn() {
        ImageVerdict verdict = judge().build().judge("a.png", image(RED_IMAGE));
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(verdict.image()).isEqualTo(new ImageVerdict.ImageReference("a.png", SHA, 8, 4, 1000L, 0));
        assertThat(verdict.constitution()).isEqualTo(new ImageVerdict.ConstitutionReference("test", 1, "0".repeat(64)));
        assertThat(verdict.models().vlm().name()).isEqualTo("colours");
        assertThat(verdict.models().encoder()).isNull();
        assertThat(verdict.promptVersion()).isEqualTo(Prompts.VERSION);
        assertThat(verdict.profile()).isEqualTo("paper");
        assertThat(verdict.createdAt()).isEqualTo(NOW);
        assertThat(verdict.usage().calls()).isEqualTo(3);
        assertThat(verdict.timingMillis()).containsKeys("total", "token", "look", "prior");
        assertThat(verdict.error()).isNull();
        assertThat(VerdictJson.read(VerdictJson.write(verdict)).id()).isEqualTo(verdict.id());
    }

    @Test
    void theWorstFrameDecides() {
        ImageVerdict verdict = judge().build().judge("a.gif", image(BLUE_IMAGE, RED_IMAGE, BLUE_IMAGE));
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(verdict.image().frame()).isEqualTo(1);
        assertThat(judge().build().judge("a.gif", image(BLUE_IMAGE, BLUE_IMAGE)).outcome())
                .isEqualTo(ImageVerdict.Outcome.SAFE);
    }

    @Test
    void aFrameThatCannotBeJudgedOutweighsSafeOnesAndNotUnsafeOnes() {
        assertThat(judge().build()
                        .judge("a.gif", image(BLUE_IMAGE, GREEN_IMAGE))
                        .outcome())
                .isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(judge().build()
                        .judge("a.gif", image(GREEN_IMAGE, RED_IMAGE, BLUE_IMAGE))
                        .outcome())
                .isEqualTo(ImageVerdict.Outcome.UNSAFE);
    }

    @Test
    void aFrameThatRepeatsAnotherIsNotJudgedAgain() {
        ScriptedModel model = new ScriptedModel("colours", new Colours());
        ImageVerdict verdict =
                judge(model, null).build().judge("a.gif", image(BLUE_IMAGE, RED_IMAGE, BLUE_IMAGE, RED_IMAGE));
        assertThat(model.asked()).hasSize(2);
        assertThat(verdict.image().frame()).isEqualTo(1);
    }

    @Test
    void framesOfTheSameBytesAndAnotherShapeAreDifferent() {
        ScriptedModel model = new ScriptedModel("colours", new Colours());
        judge(model, null).build().judge("a.gif", image(BLUE_IMAGE, TestImages.plain(0, 0, 200, 4, 8)));
        assertThat(model.asked()).hasSize(2);
    }

    @Test
    void whatTheModelsWereNotMadeForIsUndecided() {
        ScriptedModel model = new ScriptedModel("colours", new Colours());
        ImageDomain domain = image -> new ImageDomain.Familiarity(2, 1, "made for drawings; get another model");
        ImageVerdict verdict = judge(model, domain).build().judge("a.png", image(RED_IMAGE));
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(verdict.score()).isEqualTo(0.49);
        assertThat(verdict.rules()).isEmpty();
        assertThat(verdict.error())
                .isEqualTo(new Failure(Failure.OUTSIDE_DOMAIN, "made for drawings; get another model"));
        assertThat(verdict.image().sha256()).isEqualTo(SHA);
        assertThat(model.asked()).isEmpty();

        ImageVerdict anyway = judge(model, domain).anyImage(true).build().judge("a.png", image(RED_IMAGE));
        assertThat(anyway.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(anyway.id()).isNotEqualTo(verdict.id());
    }

    @Test
    void theLimitOfTheDomainIsInside() {
        ImageDomain domain = image -> new ImageDomain.Familiarity(1, 1, "");
        assertThat(judge(new ScriptedModel("colours", new Colours()), domain)
                        .build()
                        .judge("a.png", image(BLUE_IMAGE))
                        .outcome())
                .isEqualTo(ImageVerdict.Outcome.SAFE);
    }

    @Test
    void aDomainThatCannotBeMeasuredIsUndecided() {
        ImageDomain broken = image -> {
            throw new ModelUnavailableException("busy; try again");
        };
        ImageDomain unmeasured = image -> new ImageDomain.Familiarity(Double.NaN, 1, "advice");
        for (ImageDomain domain : List.of(broken, unmeasured)) {
            assertThat(judge(new ScriptedModel("colours", new Colours()), domain)
                            .build()
                            .judge("a.png", image(BLUE_IMAGE))
                            .outcome())
                    .isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        }
    }

    @ParameterizedTest
    @EnumSource(ImageException.Kind.class)
    void anImageThatCannotBeReadIsUndecided(ImageException.Kind kind) throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "12345");
        ImageVerdict verdict = judge().intake(path -> {
                    throw new ImageException(kind, "what is wrong; what to do");
                })
                .build()
                .judge("x/a.png", file);
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(verdict.image()).isEqualTo(new ImageVerdict.ImageReference("x/a.png", null, null, null, 5L, 0));
        assertThat(verdict.error())
                .isEqualTo(new Failure(kind.name().toLowerCase(Locale.ROOT), "what is wrong; what to do"));
        assertThat(verdict.rules()).isEmpty();
    }

    @Test
    void whatNobodyForesawIsUndecidedToo() {
        Function<Path, DecodedImage> defect = path -> {
            throw new IllegalStateException("defect");
        };
        Function<Path, DecodedImage> large = path -> {
            throw new OutOfMemoryError("Java heap space");
        };
        ImageVerdict defective = judge().intake(defect).build().judge("a.png", folder.resolve("missing"));
        assertThat(Objects.requireNonNull(defective.error()).kind()).isEqualTo(Failure.INTERNAL);
        assertThat(defective.image().bytes()).isNull();
        ImageVerdict tooLarge = judge().intake(large).build().judge("a.png", folder.resolve("missing"));
        assertThat(Objects.requireNonNull(tooLarge.error()).kind()).isEqualTo(Failure.OUT_OF_MEMORY);
    }

    @Test
    void aStackThatAnItemUsesUpIsThatItemsFailure() {
        ImageVerdict verdict = judge().intake(file -> {
                    throw new StackOverflowError();
                })
                .build()
                .judge("a.png", Path.of("a.png"));
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(Objects.requireNonNull(verdict.error()).kind()).isEqualTo(Failure.INTERNAL);
    }

    @Test
    void anImageWithoutFramesIsRejected() {
        assertThatThrownBy(() -> new DecodedImage(SHA, 1, 8, 4, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image has at least one frame");
    }

    @Test
    void aModelThatRunsOutOfMemoryLeavesTheOtherFramesTheirVerdicts() {
        AtomicInteger looks = new AtomicInteger();
        ScriptedModel model = new ScriptedModel("colours", new Colours() {
            @Override
            public void opening(@Nullable RgbImage image) {
                if (image != null && looks.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("Java heap space");
                }
            }
        });
        ImageVerdict verdict = judge(model, null).build().judge("a.gif", image(BLUE_IMAGE, RED_IMAGE));
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(verdict.image().frame()).isEqualTo(1);
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void theFrameThatDecidesCountsRepeatedFrames() {
        ImageVerdict verdict = judge().build().judge("a.gif", image(BLUE_IMAGE, BLUE_IMAGE, BLUE_IMAGE, RED_IMAGE));
        assertThat(verdict.image().frame()).isEqualTo(3);
    }

    @Test
    void anAnimationWithADamagedFrameIsNotSafe() throws IOException {
        DecodedImage damaged = damagedAfterTheFirstFrame("animated-dispose1.gif");
        ImageVerdict safe =
                judge(new ScriptedModel("no", new Always(0)), null).build().judge("a.gif", damaged);
        assertThat(safe.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(Objects.requireNonNull(safe.error()).kind()).isEqualTo("damaged");
        assertThat(safe.image().frame()).isPositive();

        ImageVerdict unsafe =
                judge(new ScriptedModel("yes", new Always(1)), null).build().judge("a.gif", damaged);
        assertThat(unsafe.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(unsafe.image().frame()).isZero();
    }

    @Test
    void theSameQuestionHasTheSameId() {
        String id = judge().build().judge("a.png", image(RED_IMAGE)).id();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(judge().build().judge("elsewhere/b.png", image(RED_IMAGE)).id())
                .isEqualTo(id);
        assertThat(judge().literal(true)
                        .build()
                        .judge("a.png", image(RED_IMAGE))
                        .id())
                .isEqualTo(id);
    }

    @Test
    void anotherQuestionHasAnotherId() {
        String id = judge().build().judge("a.png", image(RED_IMAGE)).id();
        DecodedImage otherBytes = new DecodedImage("e".repeat(64), 1, 8, 4, List.of(RED_IMAGE));
        assertThat(judge().build().judge("a.png", otherBytes).id()).isNotEqualTo(id);
        assertThat(judge().thresholds(Thresholds.PAPER.with("beta", 0.5))
                        .build()
                        .judge("a.png", image(RED_IMAGE))
                        .id())
                .isNotEqualTo(id);
        ScriptedModel other = new ScriptedModel("other", new Colours());
        assertThat(judge(other, null).build().judge("a.png", image(RED_IMAGE)).id())
                .isNotEqualTo(id);
        Constitution changed = new Constitution("test", 1, "1".repeat(64), RED.rules());
        assertThat(ImageJudge.of(
                                new JudgeModels(new ScriptedModel("colours", new Colours()), null, null, null), changed)
                        .intake(path -> image(RED_IMAGE))
                        .build()
                        .judge("a.png", image(RED_IMAGE))
                        .id())
                .isNotEqualTo(id);
    }

    @Test
    void theLiteralJudgeAgrees() {
        ImageVerdict fast = judge().build().judge("a.png", image(RED_IMAGE));
        ImageVerdict slow = judge().literal(true).build().judge("a.png", image(RED_IMAGE));
        assertThat(slow.rules()).isEqualTo(fast.rules());
    }

    @Test
    void readsFilesByItsIntake() throws IOException {
        Path file = Files.writeString(folder.resolve("a.png"), "x");
        ImageVerdict verdict = judge().intake(path -> {
                    assertThat(path).isEqualTo(file);
                    return image(RED_IMAGE);
                })
                .build()
                .judge("a.png", file);
        assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(verdict.timingMillis()).containsKey("intake");
    }

    private static ImageJudge.Builder judge() {
        return judge(new ScriptedModel("colours", new Colours()), null);
    }

    private static ImageJudge.Builder judge(ScriptedModel model, @Nullable ImageDomain domain) {
        return ImageJudge.of(new JudgeModels(model, null, null, domain), RED)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .intake(path -> image(RED_IMAGE));
    }

    /** A file of the intake's tests, damaged so that its first frame can be decoded and a later one cannot. */
    private static DecodedImage damagedAfterTheFirstFrame(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("src", "test", "resources", "dev", "clue", "image", name));
        for (int at = whole.length - 2; at > 0; at--) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xff;
            try {
                DecodedImage image = new ImageIntake(ImageLimits.DEFAULT).read(damaged, name);
                Iterator<RgbImage> frames = image.frames().iterator();
                frames.next();
                try {
                    frames.forEachRemaining(frame -> {});
                } catch (ImageException e) {
                    return image;
                }
            } catch (ImageException e) {
                continue;
            }
        }
        throw new AssertionError("no way to damage only a later frame of " + name);
    }

    private static DecodedImage image(RgbImage... frames) {
        return new DecodedImage(SHA, 1000, frames[0].width(), frames[0].height(), List.of(frames));
    }

    /** Says the same about every image. */
    private record Always(double yes) implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            return image == null ? new AnswerProbability(0.5, 0.5) : new AnswerProbability(yes, 1 - yes);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "";
        }
    }

    /** Sees whether an image is red; fails on green ones. */
    private static class Colours implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            if (image == null) {
                return new AnswerProbability(0.5, 0.5);
            }
            if (image.sample(0, 0, 1) > 100) {
                throw new ModelUnavailableException("green is too much; try again");
            }
            return image.sample(0, 0, 0) > 100 ? new AnswerProbability(1, 0) : new AnswerProbability(0, 1);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return new RandomScript(1).say(image, dialogue);
        }
    }
}
