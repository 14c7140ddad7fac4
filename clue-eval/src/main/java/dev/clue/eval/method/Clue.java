package dev.clue.eval.method;

import dev.clue.image.RgbImage;
import dev.clue.judge.Judge;
import dev.clue.judge.Judgement;
import dev.clue.judge.Variant;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** CLUE, Algorithm 1 of the paper, whole or with something taken out of it. */
final class Clue extends MeasuredMethod {

    private final Judge judge;
    private final String configuration;

    /** @param configuration what its predictions depend on beside the configuration of the run */
    Clue(String id, Setting setting, Variant variant, String configuration) {
        super(id, setting.savedMillis());
        this.judge =
                new Judge(setting.models(), setting.constitution(), setting.thresholds(), setting.priors(), variant);
        this.configuration = configuration;
    }

    @Override
    public String configuration() {
        return configuration;
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        Judgement judgement = judge.judge(image);
        spent.add(judgement.usage());
        Map<String, RulePrediction> rules = new LinkedHashMap<>();
        judgement.rules().forEach(rule -> rules.put(rule.id(), prediction(rule)));
        boolean undecided = judgement.outcome() == ImageVerdict.Outcome.UNDECIDED;
        return new Finding(
                judgement.outcome(),
                undecided ? null : judgement.score(),
                rules,
                undecided && judgement.error() != null ? judgement.error().message() : null);
    }

    private static RulePrediction prediction(RuleVerdict rule) {
        return new RulePrediction(
                rule.outcome(),
                rule.outcome() == RuleVerdict.Outcome.UNDECIDED ? null : Double.valueOf(rule.score()),
                rule.relevance());
    }
}
