package dev.clue.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.image.Box;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.StatementVerdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatementTextTest {

    @Test
    void anAnswerWithoutTheRegionThatDecidedNothingSaysWhy() {
        StatementVerdict.Region region = new StatementVerdict.Region(new Box(1, 2, 3, 4), 0.5, 0.1, 0.01, null);
        assertThat(StatementText.region(reasoned(1, 1, region), Thresholds.PAPER)
                        .orElseThrow())
                .endsWith("score without it 0.10, which means nothing: answer mass 0.010 is below 0.05");
    }

    @Test
    void aScoreThatMeansNothingSaysWhichMassIsTooLow() {
        assertThat(StatementText.meaningless(reasoned(0.05, 0.05, null), Thresholds.PAPER))
                .isEmpty();
        assertThat(StatementText.meaningless(reasoned(0.049, 1, null), Thresholds.PAPER))
                .hasValue("answer mass 0.049 is below 0.05, so the score means nothing");
        assertThat(StatementText.meaningless(reasoned(1, 0.012, null), Thresholds.PAPER))
                .hasValue("the prior's answer mass 0.012 is below 0.05, so the score means nothing");
    }

    @Test
    void aCropIsNamed() {
        StatementVerdict.Region region =
                new StatementVerdict.Region(new Box(1, 2, 3, 4), 0.5, null, null, new Box(0, 1, 9, 10));
        assertThat(StatementText.region(reasoned(1, 1, region), Thresholds.PAPER))
                .hasValue("region 1,2 to 3,4, confidence 0.50, small: the crop 0,1 to 9,10 was shown");
    }

    private static StatementVerdict reasoned(double mass, double priorMass, StatementVerdict.@Nullable Region region) {
        return new StatementVerdict(
                "a mouth is open",
                StatementVerdict.Outcome.FAILS,
                0.25,
                StatementVerdict.Step.REASONING,
                0.9,
                0.5,
                mass,
                priorMass,
                region,
                "it is shut",
                null);
    }
}
