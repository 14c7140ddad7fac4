package dev.clue.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutageTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.7Z");

    private int images;

    @ParameterizedTest
    @CsvSource({"1, 10", "5, 10", "6, 12", "16, 32"})
    void severalAreTenAndTwiceWhatIsInWork(int threads, int several) {
        Outage outage = new Outage(threads);
        lackModel(outage, several - 1);
        assertThat(outage.noticed()).isFalse();
        lackModel(outage, 1);
        assertThat(outage.noticed()).isTrue();
        assertThat(outage.meaning())
                .isEqualTo("stopped, because the model could not be asked about " + several
                        + " images in a row, since 2026-01-01T12:00:01Z: busy");
    }

    @Test
    void anAnswerOfTheModelEndsTheRow() {
        Outage outage = new Outage(1);
        lackModel(outage, 9);
        outage.observe(verdict(null, 3));
        lackModel(outage, 9);
        assertThat(outage.noticed()).isFalse();
    }

    /** A folder of damaged images, or a policy that is irrelevant to most, must not hide that the model is gone. */
    @Test
    void anImageThatIsJudgedWithoutTheModelSaysNothing() {
        Outage outage = new Outage(1);
        for (int i = 0; i < 9; i++) {
            lackModel(outage, 1);
            outage.observe(verdict("damaged", 0));
            outage.observe(verdict(null, 0));
        }
        assertThat(outage.noticed()).isFalse();
        lackModel(outage, 1);
        assertThat(outage.noticed()).isTrue();
    }

    @Test
    void aModelThatIsUnfitForSomeImagesIsNotGone() {
        Outage outage = new Outage(1);
        for (int i = 0; i < 20; i++) {
            outage.observe(verdict(Failure.MODEL_UNFIT, 0));
        }
        assertThat(outage.noticed()).isFalse();
    }

    private void lackModel(Outage outage, int times) {
        for (int i = 0; i < times; i++) {
            outage.observe(verdict(Failure.MODEL_UNAVAILABLE, 0));
        }
    }

    private ImageVerdict verdict(@Nullable String kind, long calls) {
        images++;
        return new ImageVerdict(
                "0123456789abcdef0123456789abcdef",
                new ImageVerdict.ImageReference(images + ".png", "b".repeat(64), 8, 8, 100L, 0),
                new ImageVerdict.ConstitutionReference("playground", 1, "c".repeat(64)),
                kind == null ? ImageVerdict.Outcome.SAFE : ImageVerdict.Outcome.UNDECIDED,
                0,
                List.of(),
                new ImageVerdict.Models(new ModelIdentity("scripted", "sha256:" + "a".repeat(64)), null, null),
                "1",
                "paper",
                new Usage(calls, 0, 0),
                new TreeMap<>(),
                "0.1.0",
                NOON.plusSeconds(images),
                kind == null ? null : new Failure(kind, "busy"));
    }
}
