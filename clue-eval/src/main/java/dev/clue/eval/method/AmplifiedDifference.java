package dev.clue.eval.method;

import dev.clue.constitution.Rule;
import dev.clue.eval.debiasing.Logit;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.prompt.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * Constitutional calibration (CoCA, arXiv 2409.11365) applied to a Yes or No: what the rules in the prompt change is
 * amplified, logit' = logit(with) + alpha (logit(with) - logit(without)).
 */
final class AmplifiedDifference extends MeasuredMethod {

    /** alpha: how much of the difference is added once more. */
    static final double AMPLIFICATION = 1;

    private final Setting setting;
    private final boolean byRule;

    /** @param byRule whether each rule is asked about alone, or all together */
    AmplifiedDifference(String id, Setting setting, boolean byRule) {
        super(id, setting.savedMillis());
        this.setting = setting;
        this.byRule = byRule;
    }

    @Override
    public String configuration() {
        return "alpha " + AMPLIFICATION;
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        Question without = BaselineWording.PRIOR_KNOWLEDGE.question("");
        Wording wording = byRule ? BaselineWording.SINGLE_RULE : BaselineWording.WHOLE_CONSTITUTION;
        List<Rule> rules = setting.constitution().rules();
        List<String> contents = byRule
                ? rules.stream().map(Rule::objectified).toList()
                : List.of(BaselineWording.rules(setting.constitution()));
        List<Question> questions = new ArrayList<>();
        questions.add(without);
        contents.forEach(content -> questions.add(wording.question(content)));
        List<AnswerProbability> answers = spent.looking(setting.models().vlm(), image, look -> look.ask(questions));
        AnswerProbability base = answers.getFirst();
        if (!byRule) {
            return amplified(answers.get(1), base);
        }
        Finding.Rules found = new Finding.Rules();
        for (int i = 0; i < rules.size(); i++) {
            found.add(rules.get(i).id(), amplified(answers.get(i + 1), base));
        }
        return found.image();
    }

    private Finding amplified(AnswerProbability with, AnswerProbability without) {
        double logit = Logit.of(with) + AMPLIFICATION * (Logit.of(with) - Logit.of(without));
        return Asked.direct(Logit.answer(logit, Math.min(with.mass(), without.mass())), setting.thresholds());
    }
}
