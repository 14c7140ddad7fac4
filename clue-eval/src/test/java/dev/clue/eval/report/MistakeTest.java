package dev.clue.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.run.Result;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MistakeTest {

    private static final List<LabelledImage> IMAGES = List.of(
            image("missed", true),
            image("missed worse", true),
            image("found", true),
            image("alarm", false),
            image("passed", false),
            image("undecided", true));

    private static final List<EvaluatedRun> RUNS = EvaluatedRun.of(
            IMAGES,
            List.of("clue", "never ran"),
            List.of(
                    result("missed", Outcome.SAFE, 0.4),
                    result("missed worse", Outcome.SAFE, 0.1),
                    result("found", Outcome.UNSAFE, 0.9),
                    result("alarm", Outcome.UNSAFE, 0.7),
                    result("passed", Outcome.SAFE, 0.2),
                    result("undecided", Outcome.UNDECIDED, null)));

    @Test
    void theWorstOfBothKindsComeInTurn() {
        assertThat(Mistake.worst(RUNS.getFirst(), 10))
                .extracting(mistake -> mistake.image().image().id())
                .containsExactly("missed worse", "alarm", "missed");
        assertThat(Mistake.worst(RUNS.getFirst(), 2))
                .extracting(Mistake::kind)
                .containsExactly(Mistake.Kind.MISSED, Mistake.Kind.FALSE_ALARM);
    }

    @Test
    void methodsWithoutResultsAreLeftOut() {
        assertThat(RUNS).extracting(EvaluatedRun::method).containsExactly("clue");
    }

    @Test
    void curvesLeaveUndecidedImagesOut() {
        // 3 unsafe, 2 safe: of the six pairs the unsafe one scores higher in found/alarm, found/passed, missed/passed.
        assertThat(RunCurves.of(RUNS.getFirst()).roc().map(curve -> curve.area()))
                .isEqualTo(Measured.of(0.5));
    }

    private static LabelledImage image(String id, boolean unsafe) {
        ImageSource source = new ImageSource() {
            @Override
            public byte[] bytes() {
                return new byte[0];
            }

            @Override
            public String uri() {
                return id;
            }
        };
        return new LabelledImage(id, source, unsafe, new TreeMap<>(), Map.of(), new TreeSet<>());
    }

    private static Result result(String id, Outcome outcome, @Nullable Double score) {
        return new Result(id, "00", "clue", new Prediction(outcome, score, Map.of(), Usage.NONE, 1, null), null);
    }
}
