package dev.clue.cli.report;

import dev.clue.cli.output.VerdictSink;
import java.util.List;

/**
 * What stands on top of a report.
 *
 * @param title its title
 * @param style the style sheet
 * @param styleHash by which the content security policy allows this style sheet and no other
 * @param clueVersion version of clue
 * @param summary the run in one line
 * @param end why the run ended
 * @param notJudged images that it did not come to
 * @param images images in the report
 * @param counts images by verdict
 * @param violations images by violated rule
 * @param errors images by kind of error
 * @param facts constitution, models, constants, cost
 */
public record Heading(
        String title,
        String style,
        String styleHash,
        String clueVersion,
        String summary,
        VerdictSink.End end,
        long notJudged,
        long images,
        List<Count> counts,
        List<Count> violations,
        List<Count> errors,
        List<Fact> facts) {

    /** Images that have something in common. */
    public record Count(String name, long number) {}

    /** Something worth knowing. */
    public record Fact(String name, String value) {}
}
