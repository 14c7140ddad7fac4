package dev.clue.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.image.Box;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.StatementVerdict;
import org.junit.jupiter.api.Test;

class StatementTextTest {

    @Test
    void anAnswerWithoutTheRegionThatDecidedNothingSaysWhy() {
        StatementVerdict.Region region = new StatementVerdict.Region(new Box(1, 2, 3, 4), 0.5, 0.1, 0.01, false);
        assertThat(StatementText.region(reasoned(region), Thresholds.PAPER).orElseThrow())
                .endsWith("score without it 0.10, which means nothing: answer mass 0.010 is below 0.05");
    }

    private static StatementVerdict reasoned(StatementVerdict.Region region) {
        return new StatementVerdict(
                "a mouth is open",
                StatementVerdict.Outcome.FAILS,
                0.25,
                StatementVerdict.Step.REASONING,
                0.9,
                0.5,
                1.0,
                region,
                "it is shut",
                null);
    }
}
