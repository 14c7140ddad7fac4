package dev.clue.cli.report;

import dev.clue.image.Box;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image as the report shows it; every text is raw and is escaped by the templates.
 *
 * @param anchor unique in the page
 * @param outcome {@code safe}, {@code unsafe} or {@code undecided}
 * @param path the image
 * @param facts score, size, cost
 * @param error why it could not be judged, or null
 * @param picture what it looks like, or null
 * @param noPicture why there is no picture; empty where there is one
 * @param width columns of the image
 * @param height rows of the image
 * @param regions central regions, each once
 * @param crops what the model looked at instead of the image, each once
 * @param rules rules that were examined
 * @param notRelevant the others, in one line; perhaps empty
 */
public record Card(
        String anchor,
        String outcome,
        String path,
        String facts,
        @Nullable String error,
        @Nullable Picture picture,
        String noPicture,
        int width,
        int height,
        List<Region> regions,
        List<Box> crops,
        List<RuleCard> rules,
        String notRelevant) {

    private static final int FONT_SHARE = 18;

    /** Size of the numbers beside regions, in pixels of the image. */
    public int fontSize() {
        return fontSize(width, height);
    }

    static int fontSize(int width, int height) {
        return Math.max(1, Math.max(width, height) / FONT_SHARE);
    }

    /** The regions in words. */
    public String regionsText() {
        StringBuilder text = new StringBuilder("Regions: ");
        for (Region region : regions) {
            text.append(region.number).append(" for ").append(region.statement).append("; ");
        }
        return text.toString();
    }

    /**
     * A region drawn on the picture.
     *
     * @param number its number
     * @param statement the first statement that it is about
     * @param outcome whether that holds
     * @param box in pixels of the image
     * @param fontSize of the number
     */
    public record Region(int number, String statement, String outcome, Box box, int fontSize) {

        /** Where its number stands. */
        public int textX() {
            return box.left() + fontSize / 4;
        }

        /** Where its number stands. */
        public int textY() {
            return box.top() + fontSize;
        }
    }

    /**
     * A rule.
     *
     * @param id the rule
     * @param outcome machine-readable
     * @param outcomeWords for people
     * @param scores score and relevance
     * @param text as its author wrote it, or null
     * @param cause why it is undecided, or null
     * @param open whether it is shown unfolded
     * @param chain its preconditions
     */
    public record RuleCard(
            String id,
            String outcome,
            String outcomeWords,
            String scores,
            @Nullable String text,
            @Nullable String cause,
            boolean open,
            List<Link> chain) {}

    /**
     * A precondition.
     *
     * @param outcome whether it holds
     * @param statements its alternatives
     */
    public record Link(String outcome, List<StatementCard> statements) {}

    /**
     * A statement.
     *
     * @param text the statement
     * @param outcome whether it holds
     * @param scale where its score lies, or null
     * @param regionNumber which region, or null
     * @param evidence further lines
     * @param rationale the model's reason, or null
     * @param cause why it is undecided, or null
     */
    public record StatementCard(
            String text,
            String outcome,
            @Nullable Scale scale,
            @Nullable Integer regionNumber,
            List<String> evidence,
            @Nullable String rationale,
            @Nullable String cause) {}
}
