package dev.clue.eval.diff;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An image about which the runs disagree: about its verdict, or about a rule.
 *
 * @param before the first run's verdict
 * @param after the second run's verdict
 * @param rules the rules that they disagree about, in the order of the first run's constitution, then the second's;
 *     empty where the image was not judged by rules in one of the runs
 */
public record ImageFlip(ImageVerdict before, ImageVerdict after, List<RuleFlip> rules) {

    /** Copies the rules. */
    public ImageFlip {
        rules = List.copyOf(rules);
    }

    static ImageFlip between(ImageVerdict before, ImageVerdict after) {
        Map<String, RuleVerdict> others = new LinkedHashMap<>();
        after.rules().forEach(rule -> others.put(rule.id(), rule));
        List<RuleFlip> flips = new ArrayList<>();
        boolean bothByRules = !before.rules().isEmpty() && !after.rules().isEmpty();
        for (RuleVerdict rule : bothByRules ? before.rules() : List.<RuleVerdict>of()) {
            flips.add(new RuleFlip(rule.id(), rule, others.remove(rule.id())));
        }
        if (bothByRules) {
            others.values().forEach(rule -> flips.add(new RuleFlip(rule.id(), null, rule)));
        }
        return new ImageFlip(
                before, after, flips.stream().filter(RuleFlip::isOne).toList());
    }

    /** Whether the runs really disagree. */
    boolean isOne() {
        return outcomeFlipped() || !rules.isEmpty();
    }

    /** Whether the verdict on the image itself differs. */
    public boolean outcomeFlipped() {
        return before.outcome() != after.outcome();
    }

    /** Whether the image is unsafe in the second run alone. */
    public boolean newlyUnsafe() {
        return outcomeFlipped() && after.outcome() == ImageVerdict.Outcome.UNSAFE;
    }

    /** Whether the image is unsafe in the first run alone. */
    public boolean noLongerUnsafe() {
        return outcomeFlipped() && before.outcome() == ImageVerdict.Outcome.UNSAFE;
    }

    /** Whether the runs saw different files under the same name. */
    public boolean fileChanged() {
        return !Objects.equals(before.image().sha256(), after.image().sha256());
    }
}
