package dev.clue.lint;

import dev.clue.constitution.DidYouMean;
import dev.clue.yaml.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@linkplain SuppressionComment comments} suppress: a value, a statement, a whole rule, or at the top the whole file.
 * What covers a rule covers its entry in the lock too.
 */
final class Suppressions {

    private final List<Suppression> suppressions = new ArrayList<>();
    private final List<LintFinding> complaints = new ArrayList<>();
    private final List<Coverage> coverages = new ArrayList<>();

    private Suppressions() {}

    /**
     * One code that does not count in one place.
     *
     * @param number in the order of the comments
     * @param covers the stretch of the file
     */
    private record Suppression(int number, LintCode code, String reason, PolicyText file, Span comment, Span covers) {}

    /**
     * What is suppressed by the comments of one file.
     *
     * @param rules the place of each rule in it
     */
    private record Coverage(String file, Map<LintCode, Stretches<Suppression>> byCode, Map<String, Span> rules) {

        static Coverage of(PolicyText file, List<Suppression> suppressions) {
            Map<LintCode, List<Stretches.Part<Suppression>>> parts = new HashMap<>();
            suppressions.forEach(one -> parts.computeIfAbsent(one.code(), code -> new ArrayList<>())
                    .add(new Stretches.Part<>(one.covers(), one)));
            Map<LintCode, Stretches<Suppression>> byCode = new HashMap<>();
            parts.forEach((code, list) -> byCode.put(code, Stretches.of(list)));
            Map<String, Span> rules = new HashMap<>();
            file.rules().forEach(rule -> rules.putIfAbsent(rule.id().text(), rule.span()));
            return new Coverage(file.name(), byCode, rules);
        }

        /** Those that cover the place of a finding, or the whole rule that it is about. */
        Stream<Suppression> of(LintFinding finding) {
            Stretches<Suppression> stretches = byCode.get(finding.code());
            if (stretches == null) {
                return Stream.empty();
            }
            List<List<Suppression>> found = new ArrayList<>();
            if (finding.file().equals(file)) {
                int start = finding.span().start();
                found.addAll(stretches.around(start, start + 1));
            }
            Span rule = finding.ruleId() == null ? null : rules.get(finding.ruleId());
            if (rule != null) {
                found.addAll(stretches.around(rule.start(), rule.end()));
            }
            return found.stream().map(List::getFirst);
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
        Set<Integer> used = new HashSet<>();
        for (LintFinding finding : findings) {
            Optional<Suppression> suppression = of(finding);
            suppression.ifPresent(one -> used.add(one.number()));
            result.add(suppression.map(one -> finding.suppressed(one.reason())).orElse(finding));
        }
        for (Suppression suppression : suppressions) {
            if (!used.contains(suppression.number())) {
                result.add(complaint(
                        LintCode.UNUSED_SUPPRESSION,
                        suppression.file(),
                        suppression.comment(),
                        "there is no " + suppression.code().id() + " here any more: remove the comment"));
            }
        }
        return result;
    }

    private Optional<Suppression> of(LintFinding finding) {
        return finding.code().canBeSuppressed()
                ? coverages.stream()
                        .flatMap(coverage -> coverage.of(finding))
                        .min(Comparator.comparingInt(Suppression::number))
                : Optional.empty();
    }

    private void read(PolicyText file) {
        Map<Integer, Span> beginnings = file.beginnings();
        int before = suppressions.size();
        for (SuppressionComment comment : SuppressionComment.of(file.yaml())) {
            Span covered = comment.covered(beginnings);
            comment.codes().forEach(id -> read(file, comment, id, covered == null ? comment.span() : covered));
        }
        coverages.add(Coverage.of(file, suppressions.subList(before, suppressions.size())));
    }

    private void read(PolicyText file, SuppressionComment comment, String id, Span covered) {
        Optional<LintCode> code = LintCode.of(id);
        if (code.isEmpty()) {
            complaints.add(complaint(
                    LintCode.UNKNOWN_CODE,
                    file,
                    comment.span(),
                    "there is no code '" + id + "'" + DidYouMean.suggestion(LintCode.ids(), id)
                            + ": write # lint: allow CODE: REASON"));
        } else if (comment.reason().isEmpty()) {
            complaints.add(complaint(
                    LintCode.SUPPRESSION_WITHOUT_REASON,
                    file,
                    comment.span(),
                    "nobody will know why " + id + " does not matter here, so it still counts: write # lint: allow "
                            + id + ": REASON"));
        } else {
            suppressions.add(
                    new Suppression(suppressions.size(), code.get(), comment.reason(), file, comment.span(), covered));
        }
    }

    private static LintFinding complaint(LintCode code, PolicyText file, Span span, String message) {
        return new LintFinding(code, file.name(), span, null, message, null, null);
    }
}
