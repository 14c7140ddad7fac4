package dev.clue.cli;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The verdicts of two engines on the same images with the same model, compared number by number. */
final class SecondOpinion {

    private final Map<String, ImageVerdict> ours;
    private final Map<String, ImageVerdict> theirs;
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Double> largest = new TreeMap<>();
    private long statements;
    private long equalVerdicts;

    private SecondOpinion(Map<String, ImageVerdict> ours, Map<String, ImageVerdict> theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Compares; both have the same images. */
    static SecondOpinion between(Map<String, ImageVerdict> ours, Map<String, ImageVerdict> theirs) {
        if (!ours.keySet().equals(theirs.keySet())) {
            throw new IllegalArgumentException("not the same images: " + ours.keySet() + " and " + theirs.keySet());
        }
        SecondOpinion compared = new SecondOpinion(ours, theirs);
        ours.keySet().forEach(compared::compare);
        return compared;
    }

    /** Images on which the verdict and the outcome of every rule are the same, of all. */
    double equalShare() {
        return (double) equalVerdicts / ours.size();
    }

    /** The largest difference between two values of M(x, c). */
    double largestScoreDifference() {
        return largest.getOrDefault("M(x, c)", 0.0);
    }

    /** For people. */
    String report() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "equal verdicts, each rule included: %d of %d images (%.1f %%)%nstatements that both asked: %d%n",
                equalVerdicts,
                ours.size(),
                100 * equalShare(),
                statements));
        largest.forEach((what, difference) ->
                text.append(String.format(Locale.ROOT, "largest difference of %s: %.2e%n", what, difference)));
        differences.forEach(difference -> text.append(difference).append(System.lineSeparator()));
        return text.toString();
    }

    private void compare(String image) {
        ImageVerdict our = ours.get(image);
        ImageVerdict their = theirs.get(image);
        boolean same = our.outcome() == their.outcome();
        Map<String, StatementVerdict> ourStatements = statements(our);
        Map<String, StatementVerdict> theirStatements = statements(their);
        ourStatements.forEach((statement, verdict) -> {
            StatementVerdict other = theirStatements.get(statement);
            if (other != null) {
                statements++;
                measure("M(x, c)", verdict.pYes(), other.pYes());
                measure("M(None, c)", verdict.prior(), other.prior());
                StatementVerdict.Region region = verdict.region();
                StatementVerdict.Region otherRegion = other.region();
                if (region != null && otherRegion != null) {
                    measure("M without the region", region.pWithout(), otherRegion.pWithout());
                }
                if (verdict.outcome() != other.outcome()) {
                    differences.add(image + ": \"" + statement + "\": " + shown(verdict) + " / " + shown(other));
                }
            }
        });
        for (int i = 0; i < our.rules().size(); i++) {
            RuleVerdict rule = our.rules().get(i);
            RuleVerdict other = their.rules().get(i);
            if (rule.outcome() != other.outcome()) {
                same = false;
                differences.add(image + ": rule " + rule.id() + ": " + rule.outcome() + " / " + other.outcome());
            }
        }
        if (same) {
            equalVerdicts++;
        } else {
            differences.add(image + ": " + our.outcome() + " / " + their.outcome());
        }
    }

    private void measure(String what, @Nullable Double one, @Nullable Double other) {
        if (one != null && other != null) {
            largest.merge(what, Math.abs(one - other), Math::max);
        }
    }

    private static Map<String, StatementVerdict> statements(ImageVerdict verdict) {
        Map<String, StatementVerdict> found = new HashMap<>();
        for (RuleVerdict rule : verdict.rules()) {
            for (PreconditionVerdict precondition : rule.preconditions()) {
                for (StatementVerdict statement : precondition.any()) {
                    found.merge(
                            statement.statement(),
                            statement,
                            (one, other) -> one.by() == StatementVerdict.Step.SHARED ? other : one);
                }
            }
        }
        return found;
    }

    private static String shown(StatementVerdict verdict) {
        return verdict.outcome() + " by " + verdict.by() + ", M " + verdict.pYes() + ", prior " + verdict.prior()
                + (verdict.region() == null
                        ? ""
                        : ", without its region " + verdict.region().pWithout())
                + (verdict.rationale() == null ? "" : ", because \"" + verdict.rationale() + "\"");
    }
}
