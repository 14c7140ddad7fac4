package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.constitution.Constitution;
import dev.clue.image.RgbImage;
import dev.clue.verdict.RuleVerdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Sharing, packing and early exit keep the verdict of Algorithm 1, with real models too. A subclass opens the models
 * and closes them.
 */
public abstract class SameVerdictContract {

    /** Who judges. */
    protected abstract JudgeModels models();

    /** By which policy; rules that share statements make the better test. */
    protected abstract Constitution constitution();

    /** What is judged. */
    protected abstract List<RgbImage> images();

    /** How far scores may lie apart. */
    protected double tolerance() {
        return 1e-4;
    }

    @Test
    void theJudgeAndTheLiteralJudgeAgree() {
        Judge judge = new Judge(models(), constitution(), Thresholds.PAPER, PriorStore.inMemory());
        LiteralJudge literal = new LiteralJudge(models(), constitution(), Thresholds.PAPER);
        for (int i = 0; i < images().size(); i++) {
            Judgement fast = judge.judge(images().get(i));
            Judgement slow = literal.judge(images().get(i));
            assertThat(fast.outcome()).as("image %d", i).isEqualTo(slow.outcome());
            assertThat(fast.rules())
                    .as("rules of image %d", i)
                    .extracting(RuleVerdict::outcome)
                    .isEqualTo(slow.rules().stream().map(RuleVerdict::outcome).toList());
            assertThat(fast.score()).as("score of image %d", i).isCloseTo(slow.score(), within(tolerance()));
            assertThat(fast.usage().calls()).isLessThanOrEqualTo(slow.usage().calls());
        }
    }
}
