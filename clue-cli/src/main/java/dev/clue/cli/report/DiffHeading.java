package dev.clue.cli.report;

import dev.clue.eval.diff.Difference;
import java.util.List;

/**
 * What stands on top of a comparison; every text is raw and is escaped by the templates.
 *
 * @param style the style sheet
 * @param styleHash by which the content security policy allows this style sheet and no other
 * @param clueVersion version of clue
 * @param before the first run
 * @param after the second run
 * @param summary the comparison in one line
 * @param flips images in the page
 * @param counts the same by the verdict of the second run
 * @param differences what the runs were not made with alike
 * @param rulesAdded rules of the second run alone, perhaps empty
 * @param rulesRemoved rules of the first run alone, perhaps empty
 * @param rules how often each rule flipped
 * @param onlyBefore images of the first run alone
 * @param onlyAfter images of the second run alone
 * @param unjudged images that one of the runs could not judge, or not wholly, each with its cause
 */
public record DiffHeading(
        String style,
        String styleHash,
        String clueVersion,
        String before,
        String after,
        String summary,
        long flips,
        List<Heading.Count> counts,
        List<Difference> differences,
        String rulesAdded,
        String rulesRemoved,
        List<RuleRow> rules,
        List<String> onlyBefore,
        List<String> onlyAfter,
        List<String> unjudged) {

    /**
     * How often a rule flipped.
     *
     * @param id the rule
     * @param newlyViolated images on which only the second run finds it violated
     * @param noLongerViolated images on which only the first run finds it violated
     * @param other images on which it is undecided in one run
     */
    public record RuleRow(String id, long newlyViolated, long noLongerViolated, long other) {}
}
