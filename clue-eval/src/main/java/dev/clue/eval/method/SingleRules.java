package dev.clue.eval.method;

import dev.clue.constitution.Rule;
import dev.clue.image.RgbImage;
import java.util.List;

/** Asks about one rule after the other; the image is unsafe if one is violated. */
final class SingleRules extends MeasuredMethod {

    private final Setting setting;
    private final Asked asked;

    SingleRules(String id, Setting setting, Asked asked) {
        super(id, setting.savedMillis());
        this.setting = setting;
        this.asked = asked;
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        List<Rule> rules = setting.constitution().rules();
        List<String> texts = rules.stream().map(Rule::objectified).toList();
        List<Finding> findings = spent.looking(
                setting.models().vlm(),
                image,
                look -> asked.about(look, BaselineWording.SINGLE_RULE, texts, setting.thresholds()));
        Finding.Rules found = new Finding.Rules();
        for (int i = 0; i < rules.size(); i++) {
            found.add(rules.get(i).id(), findings.get(i));
        }
        return found.image();
    }
}
