package dev.clue.lint;

import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.SourceRule;
import dev.clue.error.Finding;
import dev.clue.lint.PolicyText.RuleText;
import dev.clue.yaml.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what makes a constitution hard to judge by. Where the lock has the objective form and the preconditions of a rule,
 * they are looked at, because they are what is judged by. No model is asked, unless it is to rate how objective rules are.
 */
public final class Lint {

    private final ObjectivenessCheck objectiveness;

    /** Without a model: ratings of objectiveness are those that the lock has. */
    public Lint() {
        this(Objectiveness.UNKNOWN);
    }

    /** @param objectiveness rates each rule that the lock does not rate */
    public Lint(Objectiveness objectiveness) {
        this.objectiveness = new ObjectivenessCheck(objectiveness);
    }

    /**
     * Checks a constitution, with its lock if there is one.
     *
     * @throws dev.clue.error.ConfigurationException if the file is missing or cannot be read
     */
    public LintReport check(Path constitution) {
        List<Finding> mistakes = ConstitutionFile.checkSyntax(constitution);
        if (!mistakes.isEmpty()) {
            return new LintReport(mistakes.stream().map(Lint::invalid).toList(), List.of());
        }
        PolicyText source = PolicyText.read(constitution);
        Path lockFile = LockFile.beside(constitution);
        LockFile lock = Files.exists(lockFile) ? LockFile.read(lockFile) : null;
        PolicyText lockText = lock == null ? null : PolicyText.read(lockFile);
        Collected collected = new Collected();
        List<LintedRule> rules =
                rules(ConstitutionFile.readSource(constitution), source, lock, lockText, lockFile, collected);
        rules.forEach(rule -> check(rule, collected));
        List<RatedRule> ratings = new ArrayList<>();
        rules.forEach(rule -> objectiveness.check(rule, collected).ifPresent(ratings::add));
        DuplicateCheck.check(rules, collected);
        List<PolicyText> files = lockText == null ? List.of(source) : List.of(source, lockText);
        List<LintFinding> findings = Suppressions.of(files).applyTo(collected.findings());
        return new LintReport(inFileOrder(findings, files), ratings);
    }

    private void check(LintedRule rule, Collected collected) {
        IdCheck.check(rule, collected);
        WordCheck.check(rule, collected);
        SeveralRulesCheck.check(rule, collected);
        StatementCheck.check(rule, collected);
        ObjectsCheck.check(rule, collected);
        ChainCheck.check(rule, collected);
        LengthCheck.check(rule, collected);
    }

    /** The rules as they will be judged by; says which cannot be. */
    private List<LintedRule> rules(
            ConstitutionSource parsed,
            PolicyText source,
            @Nullable LockFile lock,
            @Nullable PolicyText lockText,
            Path lockFile,
            Collected collected) {
        Map<String, RuleText> locked = new HashMap<>();
        if (lockText != null) {
            lockText.rules().forEach(rule -> locked.put(rule.id().text(), rule));
        }
        Map<String, LockEntry> entries = new HashMap<>();
        if (lock != null) {
            lock.rules().forEach(entry -> entries.put(entry.ruleId(), entry));
        }
        List<LintedRule> rules = new ArrayList<>();
        for (int i = 0; i < parsed.rules().size(); i++) {
            SourceRule rule = parsed.rules().get(i);
            RuleText text = source.rules().get(i);
            Optional<LockEntry> entry =
                    rule.isHandwritten() ? Optional.empty() : Optional.ofNullable(entries.get(rule.id()));
            boolean stale = entry.isPresent() && !entry.get().sourceSha256().equals(rule.sha256());
            if (stale) {
                collected.add(
                        LintCode.STALE_LOCK,
                        rule.id(),
                        source,
                        text.id().span(),
                        "the rule has changed since " + lockFile + " was written, so nobody can judge by it: compile it"
                                + " again, or write its preconditions by hand",
                        null);
            } else if (entry.isEmpty() && !rule.isHandwritten()) {
                collected.add(
                        LintCode.NOT_COMPILED,
                        rule.id(),
                        source,
                        text.id().span(),
                        "the rule has no preconditions yet, so nobody can judge by it: compile it, or write them by"
                                + " hand",
                        null);
            }
            Optional<LockEntry> fresh = stale ? Optional.empty() : entry;
            RuleText chain = fresh.isPresent() ? locked.getOrDefault(rule.id(), text) : text;
            rules.add(new LintedRule(
                    text,
                    wording(text, chain),
                    chain.preconditions(),
                    fresh.map(LockEntry::history).orElse(List.of())));
        }
        return rules;
    }

    private static PlacedText wording(RuleText source, RuleText chain) {
        if (source.objectified() != null) {
            return source.objectified();
        }
        if (chain.objectified() != null) {
            return chain.objectified();
        }
        return source.text() == null ? source.id() : source.text();
    }

    private static LintFinding invalid(Finding mistake) {
        Span span = new Span(0, 0, mistake.line(), mistake.column(), mistake.line(), mistake.column());
        return new LintFinding(LintCode.INVALID, mistake.file(), span, mistake.ruleId(), mistake.message(), null, null);
    }

    private static List<LintFinding> inFileOrder(List<LintFinding> findings, List<PolicyText> files) {
        List<String> names = files.stream().map(PolicyText::name).toList();
        return findings.stream()
                .sorted(Comparator.<LintFinding>comparingInt(finding -> names.indexOf(finding.file()))
                        .thenComparingInt(finding -> finding.span().start())
                        .thenComparing(LintFinding::code))
                .toList();
    }
}
