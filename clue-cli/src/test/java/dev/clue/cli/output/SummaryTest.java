package dev.clue.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.output.VerdictSink.End;
import dev.clue.cli.run.Tally;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void whyARunEndedIsSaidAndNothingElse() {
        assertThat(line(End.DONE)).doesNotContain("interrupted", "reached", "not judged");
        assertThat(line(End.INTERRUPTED)).endsWith("; interrupted, 2 not judged");
        assertThat(line(End.MODEL_GONE))
                .endsWith("; the model could not be reached any more, 2 not judged: judge those once it is there again")
                .doesNotContain("interrupted");
    }

    private static String line(End end) {
        return Summary.line(new VerdictSink.Run(new Tally(), 1, 3, Duration.ofSeconds(2), end));
    }
}
