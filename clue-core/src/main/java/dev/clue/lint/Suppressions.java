package dev.clue.lint;

import dev.clue.constitution.DidYouMean;
import dev.clue.yaml.Span;
import dev.clue.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments such as {@code # lint: allow negated-precondition: the model answers this one well}. A comment behind
 * something covers what begins on its line, one on a line of its own what begins on the next line: a value, a statement,
 * a whole rule, or at the top the whole file. What covers a rule covers its entry in the lock too.
 */
final class Suppressions {

    private static final Pattern SYNTAX =
            Pattern.compile("lint:\\s*allow\\b\\s*([^:]*?)\\s*(?::\\s*(.*))?", Pattern.DOTALL);

    private final List<Suppression> suppressions = new ArrayList<>();
    private final List<LintFinding> complaints = new ArrayList<>();

    private Suppressions() {}

    /**
     * One code that does not count in one place.
     *
     * @param covers the stretch of the file
     * @param ruleIds rules that it covers wholly
     */
    private record Suppression(
            LintCode code, String reason, PolicyText file, Span comment, Span covers, Set<String> ruleIds) {

        boolean covers(LintFinding finding) {
            if (finding.code() != code || !code.canBeSuppressed()) {
                return false;
            }
            boolean inside = finding.file().equals(file.name())
                    && finding.span().start() >= covers.start()
                    && finding.span().start() < covers.end();
            return inside || (finding.ruleId() != null && ruleIds.contains(finding.ruleId()));
        }
    }

    static Suppressions of(List<PolicyText> files) {
        Suppressions all = new Suppressions();
        files.forEach(all::read);
        return all;
    }

    /** Marks what is suppressed; adds what is wrong with the suppressions themselves. */
    List<LintFinding> applyTo(List<LintFinding> findings) {
        List<LintFinding> result = new ArrayList<>(complaints);
        Set<Suppression> used = new HashSet<>();
        for (LintFinding finding : findings) {
            Optional<Suppression> suppression =
                    suppressions.stream().filter(one -> one.covers(finding)).findFirst();
            suppression.ifPresent(used::add);
            result.add(suppression.map(one -> finding.suppressed(one.reason())).orElse(finding));
        }
        for (Suppression suppression : suppressions) {
            if (!used.contains(suppression)) {
                result.add(complaint(
                        LintCode.UNUSED_SUPPRESSION,
                        suppression.file(),
                        suppression.comment(),
                        "there is no " + suppression.code().id() + " here any more: remove the comment"));
            }
        }
        return result;
    }

    private void read(PolicyText file) {
        Map<Integer, Span> beginnings = file.beginnings();
        for (YamlText.Comment comment : file.yaml().comments()) {
            Matcher syntax = SYNTAX.matcher(comment.text());
            if (syntax.matches()) {
                String reason = syntax.group(2) == null ? "" : syntax.group(2).strip();
                read(file, comment.span(), syntax.group(1), reason, target(file, comment.span(), beginnings));
            }
        }
    }

    private void read(PolicyText file, Span comment, String codes, String reason, Optional<Span> covers) {
        for (String id : codes.isBlank() ? new String[] {""} : codes.split("\\s*,\\s*|\\s+", -1)) {
            Optional<LintCode> code = LintCode.of(id);
            if (code.isEmpty()) {
                complaints.add(complaint(
                        LintCode.UNKNOWN_CODE,
                        file,
                        comment,
                        "there is no code '" + id + "'" + DidYouMean.suggestion(LintCode.ids(), id)
                                + ": write # lint: allow CODE: REASON"));
            } else if (reason.isEmpty()) {
                complaints.add(complaint(
                        LintCode.SUPPRESSION_WITHOUT_REASON,
                        file,
                        comment,
                        "nobody will know why " + id + " does not matter here, so it still counts: write # lint: allow "
                                + id + ": REASON"));
            } else {
                Span stretch = covers.orElse(comment);
                suppressions.add(new Suppression(code.get(), reason, file, comment, stretch, rulesIn(file, stretch)));
            }
        }
    }

    private static Set<String> rulesIn(PolicyText file, Span stretch) {
        Set<String> ids = new HashSet<>();
        for (PolicyText.RuleText rule : file.rules()) {
            if (rule.span().start() >= stretch.start() && rule.span().end() <= stretch.end()) {
                ids.add(rule.id().text());
            }
        }
        return ids;
    }

    private static Optional<Span> target(PolicyText file, Span comment, Map<Integer, Span> beginnings) {
        YamlText yaml = file.yaml();
        boolean alone = yaml.line(comment.line()).stripLeading().startsWith("#");
        int line = comment.line();
        if (alone) {
            do {
                line++;
            } while (line <= yaml.lines()
                    && (yaml.line(line).isBlank()
                            || yaml.line(line).stripLeading().startsWith("#")));
        }
        return Optional.ofNullable(beginnings.get(line));
    }

    private static LintFinding complaint(LintCode code, PolicyText file, Span span, String message) {
        return new LintFinding(code, file.name(), span, null, message, null, null);
    }
}
