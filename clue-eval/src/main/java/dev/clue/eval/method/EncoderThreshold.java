package dev.clue.eval.method;

import dev.clue.image.RgbImage;
import dev.clue.judge.Judge;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.model.ImageTextEncoder;
import dev.clue.verdict.RuleVerdict;
import java.util.Objects;

/**
 * The image-text encoder alone: a rule is violated if the relevance scan of paper section 3.2 keeps it, that is if
 * its cosine with the image is t or more. The score is the cosine mapped to 0 to 1.
 */
final class EncoderThreshold extends MeasuredMethod {

    private final Judge judge;

    EncoderThreshold(String id, Setting setting, ImageTextEncoder encoder) {
        super(id, setting.savedMillis());
        // A judge whose model denies everything: what is left of it is the relevance scan.
        this.judge = new Judge(
                new JudgeModels(new DenyingModel(), encoder, null, null),
                setting.constitution(),
                setting.thresholds(),
                PriorStore.inMemory());
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        Finding.Rules found = new Finding.Rules();
        for (RuleVerdict rule : judge.judge(image).rules()) {
            Double cosine = rule.relevance();
            if (cosine == null) {
                found.add(
                        rule.id(),
                        Finding.undecided(Objects.requireNonNull(rule.cause(), "a failed scan has a cause")
                                .message()));
            } else {
                boolean kept = rule.outcome() != RuleVerdict.Outcome.NOT_RELEVANT;
                found.add(
                        rule.id(),
                        new RulePrediction(
                                kept ? RuleVerdict.Outcome.VIOLATED : RuleVerdict.Outcome.NOT_VIOLATED,
                                (1 + cosine) / 2,
                                cosine));
            }
        }
        return found.image();
    }
}
