package dev.clue.cli.output;

import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.Rule;
import dev.clue.judge.ScoreScale;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The evidence of a verdict as an indented tree: rules, their preconditions, the statements, and what decided. */
public final class EvidenceTree implements TextLines.Evidence {

    private static final String BRANCH = "├─ ";
    private static final String LAST_BRANCH = "└─ ";
    private static final String TRUNK = "│  ";
    private static final String NO_TRUNK = "   ";
    private static final String INDENT = "  ";

    private final Map<String, Rule> rules;
    private final Thresholds thresholds;
    private final Terminal terminal;

    /** @param thresholds those that the verdicts were made with */
    public EvidenceTree(Constitution constitution, Thresholds thresholds, Terminal terminal) {
        this.rules = constitution.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
        this.thresholds = thresholds;
        this.terminal = terminal;
    }

    @Override
    public List<String> lines(ImageVerdict verdict) {
        List<String> lines = new ArrayList<>();
        if (verdict.error() != null) {
            wrap(lines, INDENT, verdict.error().kind() + ": " + verdict.error().message());
        }
        verdict.rules().forEach(rule -> addRule(lines, rule));
        return lines;
    }

    private void addRule(List<String> lines, RuleVerdict rule) {
        String outcome = Words.of(rule.outcome());
        StringBuilder line = new StringBuilder(INDENT)
                .append(paint(rule.outcome()).on(terminal, outcome))
                .append("  ")
                .append(Paint.BOLD.on(terminal, Printable.text(rule.id())));
        if (rule.outcome() != RuleVerdict.Outcome.NOT_RELEVANT) {
            line.append(number("  score %.2f", rule.score()));
        }
        if (rule.relevance() != null) {
            line.append(number("  relevance %.2f", rule.relevance()));
        }
        lines.add(line.toString());
        Rule source = rules.get(rule.id());
        if (source != null && rule.outcome() != RuleVerdict.Outcome.NOT_RELEVANT) {
            wrap(lines, INDENT + TRUNK, source.text());
        }
        if (rule.cause() != null) {
            wrap(
                    lines,
                    INDENT + TRUNK,
                    rule.cause().kind() + ": " + rule.cause().message());
        }
        for (int i = 0; i < rule.preconditions().size(); i++) {
            boolean last = i == rule.preconditions().size() - 1;
            addPrecondition(lines, rule.preconditions().get(i), last);
        }
    }

    private void addPrecondition(List<String> lines, PreconditionVerdict precondition, boolean last) {
        String branch = INDENT + (last ? LAST_BRANCH : BRANCH);
        String trunk = INDENT + (last ? NO_TRUNK : TRUNK);
        if (precondition.any().size() == 1) {
            addStatement(lines, precondition.any().getFirst(), branch, trunk);
            return;
        }
        lines.add(branch + Words.of(precondition.outcome()) + "  one of:");
        for (int i = 0; i < precondition.any().size(); i++) {
            boolean lastStatement = i == precondition.any().size() - 1;
            addStatement(
                    lines,
                    precondition.any().get(i),
                    trunk + (lastStatement ? LAST_BRANCH : BRANCH),
                    trunk + (lastStatement ? NO_TRUNK : TRUNK));
        }
    }

    private void addStatement(List<String> lines, StatementVerdict statement, String branch, String trunk) {
        String outcome = String.format(Locale.ROOT, "%-9s", Words.of(statement.outcome()));
        lines.add(branch + paint(statement.outcome()).on(terminal, outcome) + "  "
                + Printable.text(statement.statement()) + number("  %.2f", statement.score()));
        String below = trunk + " ".repeat(11);
        token(statement).ifPresent(line -> wrap(lines, below, line));
        StatementText.meaningless(statement, thresholds).ifPresent(line -> wrap(lines, below, line));
        StatementText.region(statement, thresholds).ifPresent(line -> wrap(lines, below, line));
        wrap(lines, below, "decided by " + Words.of(statement.by()));
        if (statement.rationale() != null) {
            wrap(lines, below, "“" + statement.rationale() + "”");
        }
        if (statement.cause() != null) {
            wrap(
                    lines,
                    below,
                    statement.cause().kind() + ": " + statement.cause().message());
        }
    }

    private Optional<String> token(StatementVerdict statement) {
        Double p = statement.pYes();
        Double prior = statement.prior();
        if (p == null || prior == null) {
            return Optional.empty();
        }
        ScoreScale scale = thresholds.scaleFor(statement.statement(), prior);
        double d = scale.d(p);
        double alpha1 = scale.alpha1();
        double alpha2 = scale.alpha2();
        String where = d < alpha1
                ? number("below alpha1 %+.2f", alpha1)
                : d > alpha2
                        ? number("above alpha2 %+.2f", alpha2)
                        : number("between alpha1 %+.2f", alpha1) + number(" and alpha2 %+.2f", alpha2);
        String learned = scale.logitShift() == null
                ? ""
                : String.format(Locale.ROOT, "score %.2f, log odds lowered by %.2f: ", p, scale.logitShift());
        return Optional.of(learned
                + String.format(
                        Locale.ROOT, "%.2f - prior %.2f = %+.2f, %s", scale.shifted(p), scale.prior(), d, where));
    }

    private void wrap(List<String> lines, String prefix, String text) {
        for (String line : Wrapped.lines(Printable.text(text), terminal.width() - prefix.length())) {
            lines.add(prefix + Paint.FAINT.on(terminal, line));
        }
    }

    private static Paint paint(RuleVerdict.Outcome outcome) {
        return switch (outcome) {
            case VIOLATED -> Paint.RED;
            case NOT_VIOLATED -> Paint.GREEN;
            case NOT_RELEVANT -> Paint.FAINT;
            case UNDECIDED -> Paint.YELLOW;
        };
    }

    private static Paint paint(StatementVerdict.Outcome outcome) {
        return switch (outcome) {
            case HOLDS -> Paint.RED;
            case FAILS -> Paint.GREEN;
            case UNDECIDED -> Paint.YELLOW;
        };
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
