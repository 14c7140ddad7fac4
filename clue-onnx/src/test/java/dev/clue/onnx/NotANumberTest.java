package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.judge.Judge;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.Judgement;
import dev.clue.judge.PriorStore;
import dev.clue.judge.Thresholds;
import dev.clue.model.AnswerProbability;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose output is no number says so, with its file: no rule is left out and no region is made of NaN. */
class NotANumberTest {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);
    private static final RgbImage IMAGE = TestImages.drawn(1, 40, 40);

    @TempDir
    Path temp;

    @Test
    void anEncoder() throws IOException {
        Path folder = damaged("clip", "onnx/vision_model.onnx");
        try (OnnxImageTextEncoder encoder = OnnxImageTextEncoder.open("x", folder, OPTIONS)) {
            assertThatThrownBy(() -> encoder.embedImage(IMAGE))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(
                            folder.resolve("onnx/vision_model.onnx").toString())
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void aDetector() throws IOException {
        Path folder = damaged("owlvit", "onnx/model.onnx");
        try (OnnxObjectDetector detector = OnnxObjectDetector.open("x", folder, OPTIONS)) {
            assertThatThrownBy(() -> detector.detect(IMAGE, List.of("dog")))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(folder.resolve("onnx/model.onnx").toString())
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void theImageIsUndecidedAndTheFileNamed() throws IOException {
        Path encoderFolder = damaged("clip", "onnx/vision_model.onnx");
        Path detectorFolder = damaged("owlvit", "onnx/model.onnx");
        try (OnnxImageTextEncoder encoder = OnnxImageTextEncoder.open("x", encoderFolder, OPTIONS);
                OnnxObjectDetector detector = OnnxObjectDetector.open("x", detectorFolder, OPTIONS)) {
            MultimodalModel sure = new ScriptedModel("sure", new Answers(0.95));
            assertUndecided(
                    new JudgeModels(sure, encoder, null, null), encoderFolder.resolve("onnx/vision_model.onnx"));
            MultimodalModel unsure = new ScriptedModel("unsure", new Answers(0.5));
            assertUndecided(new JudgeModels(unsure, null, detector, null), detectorFolder.resolve("onnx/model.onnx"));
        }
    }

    private static void assertUndecided(JudgeModels models, Path named) {
        Rule rule = new Rule(
                "dog",
                "No dogs.",
                "No dogs.",
                List.of(),
                List.of(new Precondition(List.of(new Statement("a dog is visible", List.of("dog"))))));
        Constitution constitution = new Constitution("test", 1, "0".repeat(64), List.of(rule));
        Judgement judgement = new Judge(models, constitution, Thresholds.PAPER, PriorStore.inMemory()).judge(IMAGE);
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(String.valueOf(judgement.error())).contains(named.toString(), "NaN");
    }

    /** Is as sure of every statement about an image, and knows nothing without one. */
    private record Answers(double yes) implements ScriptedModel.Script {

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            double probability = image == null ? 0.5 : yes;
            return new AnswerProbability(probability, 1 - probability);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "{\"rating\": \"No\", \"rationale\": \"none\"}";
        }
    }

    /** The middle of these files is a weight matrix; four of its numbers become NaN, which spreads to every output. */
    private Path damaged(String model, String graph) throws IOException {
        Path folder = Golden.copy(model, temp.resolve(model));
        byte[] bytes = Files.readAllBytes(folder.resolve(graph));
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 16, (byte) 0xff);
        Files.write(folder.resolve(graph), bytes);
        return folder;
    }
}
