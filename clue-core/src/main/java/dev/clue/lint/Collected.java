package dev.clue.lint;

import dev.clue.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the checks find. */
final class Collected {

    private final List<LintFinding> findings = new ArrayList<>();

    List<LintFinding> findings() {
        return findings;
    }

    void add(LintCode code, LintedRule rule, PlacedText at, String message) {
        add(code, rule.id(), at.file(), at.span(), message, null);
    }

    void add(LintCode code, LintedRule rule, PlacedText at, int start, int end, String message) {
        add(code, rule.id(), at.file(), at.spanOf(start, end), message, null);
    }

    void add(
            LintCode code, @Nullable String ruleId, PolicyText file, Span span, String message, @Nullable LintFix fix) {
        findings.add(new LintFinding(code, file.name(), span, ruleId, message, fix, null));
    }
}
