package dev.clue.cli.report.eval;

import dev.clue.cli.report.Card;
import java.util.List;
import java.util.Optional;

/**
 * The page as its templates take it; every text is raw and is escaped by them, but for the plots.
 *
 * @param title of the page
 * @param style the style sheet
 * @param styleHash by which the content security policy allows this style sheet and no other
 * @param clueVersion version of clue
 * @param summary in one sentence
 * @param counting how undecided images enter the figures, and what is in brackets
 * @param notices what a reader must know before the figures
 * @param overview one row a run
 * @param further metrics that the overview has no room for, one row a run
 * @param comparisons every other run beside CLUE; empty for one run
 * @param undecided undecided images, counted each way
 * @param confusions what was predicted as what
 * @param flips how verdicts change with the policy; empty where there was one policy
 * @param plots curves
 * @param sweeps figures over the values of constants; empty where none was swept
 * @param rules figures by rule; empty where no rule is labelled
 * @param slices figures by slice; empty where there are none
 * @param distributions of d; empty without evidence
 * @param cost of each run
 * @param gallery worst mistakes
 * @param leftOut images that could not be judged, and problems of the set; empty where there are none
 * @param facts what else is worth knowing
 */
public record EvalPage(
        String title,
        String style,
        String styleHash,
        String clueVersion,
        String summary,
        String counting,
        List<String> notices,
        Table overview,
        Table further,
        Table comparisons,
        Table undecided,
        List<ConfusionTable> confusions,
        Optional<Flips> flips,
        List<PlotFigure> plots,
        List<PlotFigure> sweeps,
        List<Group> rules,
        List<Group> slices,
        List<Distribution> distributions,
        Table cost,
        List<Gallery> gallery,
        List<LeftOut> leftOut,
        List<Fact> facts) {

    /**
     * Something worth knowing.
     *
     * @param name what it is
     * @param value in words
     */
    public record Fact(String name, String value) {}

    /**
     * What could not be used.
     *
     * @param summary what it is, and how many
     * @param examples the first of them
     * @param rest where the others are, or empty where these are all
     */
    public record LeftOut(String summary, List<String> examples, String rest) {}

    /**
     * Figures in rows.
     *
     * @param caption what they are
     * @param columns names of the columns; the first is that of the row
     * @param rows as many cells as there are columns
     * @param notes what is to be said of them, such as why some are undefined
     */
    public record Table(String caption, List<String> columns, List<List<String>> rows, List<String> notes) {

        /** Copies the lists. */
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            notes = List.copyOf(notes);
        }
    }

    /**
     * How verdicts change with the policy.
     *
     * @param summary in a few sentences
     * @param tables one row a method, then one row for each combination of labels
     */
    public record Flips(String summary, List<Table> tables) {

        /** Copies the tables. */
        public Flips {
            tables = List.copyOf(tables);
        }
    }

    /**
     * What was predicted as what, with the share of each label.
     *
     * @param run the run
     * @param unsafe of the unsafe images: judged unsafe, safe, undecided
     * @param safe of the safe images: the same
     */
    public record ConfusionTable(String run, List<Cell> unsafe, List<Cell> safe) {}

    /**
     * A number of images.
     *
     * @param count how many
     * @param share of the images with that label, in words
     * @param kind {@code right}, {@code wrong} or {@code undecided}
     * @param depth 0 to 10: the share in tenths, which the colour follows
     */
    public record Cell(String count, String share, String kind, int depth) {}

    /**
     * A plot with the numbers that it is drawn from.
     *
     * @param anchor unique in the page
     * @param title what it shows
     * @param svg the drawing, safe to stand in the page as it is; empty where there is none
     * @param notes what is to be said of it
     * @param numbers the same as a table
     */
    public record PlotFigure(String anchor, String title, String svg, List<String> notes, Table numbers) {}

    /**
     * A rule or a slice.
     *
     * @param name its name
     * @param facts how many images it has
     * @param rows one a run
     */
    public record Group(String name, String facts, List<GroupRow> rows) {}

    /**
     * A run's figures of a rule or a slice.
     *
     * @param run the run
     * @param f1 with interval
     * @param accuracy with interval
     * @param recall in figures
     * @param precision in figures
     * @param undecided how many, in figures
     */
    public record GroupRow(String run, Bar f1, Bar accuracy, String recall, String precision, String undecided) {}

    /**
     * The scores d of a run.
     *
     * @param run the run
     * @param summary in one sentence
     * @param rows one a statement
     */
    public record Distribution(String run, String summary, List<StatementRow> rows) {}

    /**
     * The scores d of a statement.
     *
     * @param statement the statement
     * @param strip its distribution
     * @param text the distribution in words
     * @param cells prior, alpha1, alpha2, images true and median d, images false and median d, unsure, surely wrong
     */
    public record StatementRow(String statement, Strip strip, String text, List<String> cells) {}

    /**
     * A run's worst mistakes.
     *
     * @param run the run
     * @param facts how many there are, and how many are shown
     * @param mistakes the worst first
     */
    public record Gallery(String run, String facts, List<MistakeCard> mistakes) {}

    /**
     * A mistake.
     *
     * @param kind {@code missed} or {@code false alarm}
     * @param label what is true
     * @param judged what was said
     * @param contradictions statements found other than their label says
     * @param card the image with its evidence
     */
    public record MistakeCard(String kind, String label, String judged, List<String> contradictions, Card card) {}
}
