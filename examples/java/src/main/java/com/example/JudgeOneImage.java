package com.example;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.judge.ImageJudge;
import dev.clue.onnx.EngineOptions;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.OnnxModels;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.nio.file.Path;

/** Judges one image: {@code JudgeOneImage IMAGE CONSTITUTION [MODEL]}. */
public final class JudgeOneImage {

    private JudgeOneImage() {}

    public static void main(String[] args) {
        Path image = Path.of(args[0]);
        Constitution constitution = ConstitutionFile.read(Path.of(args[1]));
        String model = args.length > 2 ? args[2] : ModelStore.BUNDLED;
        ImageIntake intake = new ImageIntake(ImageLimits.DEFAULT);
        try (OnnxModels models = OnnxModels.open(ModelStore.standard().find(model), EngineOptions.defaults())) {
            ImageJudge judge = ImageJudge.of(models.judgeModels(), constitution)
                    .intake(intake::read)
                    .build();
            ImageVerdict verdict = judge.judge(image.toString(), image);
            System.out.println(verdict.outcome() + " " + image);
            verdict.rules().stream()
                    .filter(rule -> rule.outcome() == RuleVerdict.Outcome.VIOLATED)
                    .forEach(rule -> System.out.println("  violates " + rule.id()));
        }
    }
}
