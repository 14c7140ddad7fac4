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
 * Finds what makes a constitution hard to judge by, without asking a model. Where the lock has the objective form and
 * the preconditions of a rule, they are looked at, because they are what is judged by.
 */
public final class Lint {

    private final Objectiveness objectiveness;

    /** Without a model: ratings of objectiveness are those that the lock has. */
    public Lint() {
        this(Objectiveness.UNKNOWN);
    }

    /** @param objectiveness rates each rule that the lock does not rate */
    public Lint(Objectiveness objectiveness) {
        this.objectiveness = objectiveness;
    }

    /**
     * Checks a constitution, with its lock if there is one.
     *
     * @throws dev.clue.error.ConfigurationException if the file is missing or cannot be read
     */
    public LintReport check(Path constitution) {
        List<Finding> mistakes = ConstitutionFile.checkSyntax(constitution);
        if (!mistakes.isEmpty()) {
            return new LintReport(mistakes.stream().map(Lint::invalid).toList());
        }
        PolicyText source = PolicyText.read(constitution);
        Path lockFile = LockFile.beside(constitution);
        LockFile lock = Files.exists(lockFile) ? LockFile.read(lockFile) : null;
        PolicyText lockText = lock == null ? null : PolicyText.read(lockFile);
        Collected collected = new Collected();
        List<LintedRule> rules =
                rules(ConstitutionFile.readSource(constitution), source, lock, lockText, lockFile, collected);
        rules.forEach(rule -> check(rule, collected));
        DuplicateCheck.check(rules, collected);
        List<PolicyText> files = lockText == null ? List.of(source) : List.of(source, lockText);
        List<LintFinding> findings = Suppressions.of(files).applyTo(collected.findings());
        return new LintReport(inFileOrder(findings, files));
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
        List<LintedRule> rules = new ArrayList<>();
        for (int i = 0; i < parsed.rules().size(); i++) {
            SourceRule rule = parsed.rules().get(i);
            RuleText text = source.rules().get(i);
            Optional<LockEntry> entry = lock == null || rule.isHandwritten() ? Optional.empty() : lock.entry(rule.id());
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
            RuleText chain = entry.isPresent() && !stale ? locked.getOrDefault(rule.id(), text) : text;
            LintedRule linted = new LintedRule(text, wording(text, chain), chain.preconditions());
            rules.add(linted);
            rate(linted, stale ? Optional.empty() : entry, collected);
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

    /** By the lock's own history where the text in force is in it, else by whoever rates. */
    private void rate(LintedRule rule, Optional<LockEntry> entry, Collected collected) {
        String text = rule.text().text();
        Optional<Objectiveness.Rating> rating = entry.flatMap(locked -> locked.history().stream()
                        .filter(attempt -> attempt.text().equals(text))
                        .findFirst()
                        .map(attempt -> new Objectiveness.Rating(attempt.score(), attempt.explanation())))
                .or(() -> objectiveness.rate(text));
        rating.filter(rated -> rated.score() < Objectiveness.SUFFICIENT)
                .ifPresent(rated -> collected.add(
                        LintCode.LOW_OBJECTIVENESS,
                        rule,
                        rule.text(),
                        "objectiveness " + rated.score() + " of 10, where " + Objectiveness.SUFFICIENT + " is enough: "
                                + rated.explanation() + " Say what can be seen instead"));
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
