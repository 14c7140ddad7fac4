package dev.clue.onnx;

import dev.clue.judge.JudgeModels;
import dev.clue.judge.SameVerdictContract;
import dev.clue.judge.Thresholds;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.MultimodalModel;
import dev.clue.model.ObjectDetector;
import dev.clue.verdict.StatementVerdict.Step;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The default mode and the literal mode agree on the tiny random models too. Those answer next to nothing, so the
 * constants are set where their small differences decide.
 */
class SameVerdictTest extends SameVerdictContract {

    /** Any answer counts, any box counts, every rule is relevant, and reasoning is short. */
    private static final Thresholds EAGER = Thresholds.PAPER
            .with("relevance", -1)
            .with("answerMass", 0)
            .with("boxConfidence", 0)
            .with("smallRegion", 0.3)
            .with("reasoningTokens", 4)
            .with("summaryTokens", 4);

    @TempDir
    static Path temp;

    private static MultimodalModel model;
    private static ImageTextEncoder encoder;
    private static ObjectDetector detector;

    @BeforeAll
    static void open() {
        EngineOptions options = EngineOptions.defaults().withThreads(1);
        model = TinyIdefics3.open(temp, "gqa_packed.onnx", options);
        encoder = OnnxImageTextEncoder.open("clip", Golden.path("clip"), options);
        detector = OnnxObjectDetector.open("owlvit", Golden.path("owlvit"), options);
    }

    @AfterAll
    static void close() {
        model.close();
        encoder.close();
        detector.close();
    }

    @Override
    protected JudgeModels models() {
        return new JudgeModels(model, encoder, detector, null);
    }

    @Override
    protected List<Thresholds> thresholds() {
        return List.of(EAGER.with("alpha1Factor", 0).with("alpha2Factor", 0), EAGER.with("beta", 0), EAGER);
    }

    @Override
    protected Set<Step> stepsToReach() {
        return EnumSet.of(Step.TOKEN, Step.REGION, Step.REASONING, Step.SHARED);
    }
}
