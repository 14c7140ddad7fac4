package dev.clue.cli.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image about which two runs disagree, as the page shows it; every text is raw and is escaped by the templates.
 *
 * @param anchor unique in the page
 * @param before the first run's verdict
 * @param after the second run's verdict
 * @param path the image
 * @param notices what must be known: errors, a file that changed
 * @param picture what it looks like, or null
 * @param noPicture why there is no picture; empty where there is one
 * @param width columns of the image
 * @param height rows of the image
 * @param regions central regions of the rules that flipped, of both runs, each once
 * @param rules the rules that flipped
 */
public record DiffCard(
        String anchor,
        String before,
        String after,
        String path,
        List<String> notices,
        @Nullable Picture picture,
        String noPicture,
        int width,
        int height,
        List<Card.Region> regions,
        List<RuleDiff> rules) {

    /** Size of the numbers beside regions, in pixels of the image. */
    public int fontSize() {
        return Card.fontSize(width, height);
    }

    /** The regions in words. */
    public String regionsText() {
        StringBuilder text = new StringBuilder("Regions: ");
        regions.forEach(region -> text.append(region.number())
                .append(" for ")
                .append(region.statement())
                .append("; "));
        return text.toString();
    }

    /**
     * A rule.
     *
     * @param id the rule
     * @param before the first run's verdict with its score
     * @param beforeOutcome machine-readable, {@code none} where there is no such rule
     * @param after the second run's verdict with its score
     * @param afterOutcome machine-readable, {@code none} where there is no such rule
     * @param causes why it is undecided
     * @param chain its preconditions
     */
    public record RuleDiff(
            String id,
            String before,
            String beforeOutcome,
            String after,
            String afterOutcome,
            List<String> causes,
            List<LinkDiff> chain) {}

    /**
     * A precondition.
     *
     * @param flipped whether the runs disagree about it
     * @param statements its alternatives
     */
    public record LinkDiff(boolean flipped, List<StatementDiff> statements) {}

    /**
     * A statement.
     *
     * @param text the statement
     * @param before what the first run found, or null where it did not ask
     * @param after what the second run found, or null where it did not ask
     */
    public record StatementDiff(
            String text, @Nullable Side before, @Nullable Side after) {}

    /**
     * What one run found about a statement.
     *
     * @param outcome whether it holds
     * @param score 0 to 1
     * @param evidence in one line
     * @param regionNumber which region, or null
     * @param rationale the model's reason, or null
     */
    public record Side(
            String outcome,
            String score,
            String evidence,
            @Nullable Integer regionNumber,
            @Nullable String rationale) {}
}
