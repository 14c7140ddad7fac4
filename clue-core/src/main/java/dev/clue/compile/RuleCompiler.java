package dev.clue.compile;

import dev.clue.compile.RuleOutcome.Reason;
import dev.clue.constitution.CompiledBy;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import dev.clue.constitution.Vocabulary;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.ModelIdentity;
import dev.clue.recording.ReplayingTextModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One rule's way: objectify, extract the chain, check it, name the objects. */
final class RuleCompiler {

    private static final Pattern SHA256 = Pattern.compile("sha256:([0-9a-f]{64})");

    private final Interview interview;
    private final CompileSettings settings;
    private final @Nullable Vocabulary vocabulary;
    private final @Nullable VocabularyCheck vocabularyCheck;
    private final String clueVersion;

    RuleCompiler(Interview interview, CompileSettings settings, @Nullable Vocabulary vocabulary, String clueVersion) {
        this.interview = interview;
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.vocabularyCheck = vocabulary == null ? null : new VocabularyCheck(vocabulary);
        this.clueVersion = clueVersion;
    }

    /** Compiles it; whatever the model answers, other rules are not concerned. */
    RuleOutcome compile(SourceRule rule) {
        try {
            return new RuleOutcome.Compiled(rule.id(), entry(rule));
        } catch (StepFailedException e) {
            return new RuleOutcome.Failed(rule.id(), e.step().key() + ": " + e.why(), Reason.ANSWERS);
        } catch (ModelUnavailableException e) {
            return new RuleOutcome.Failed(rule.id(), String.valueOf(e.getMessage()), notAsked());
        } catch (ModelUnfitException e) {
            return new RuleOutcome.Failed(rule.id(), String.valueOf(e.getMessage()), Reason.UNFIT);
        }
    }

    private Reason notAsked() {
        return interview.model() instanceof ReplayingTextModel ? Reason.NOT_RECORDED : Reason.UNAVAILABLE;
    }

    private LockEntry entry(SourceRule rule) {
        Revision.Result revised = objectify(rule);
        String objectified = revised.best().text();
        List<LockFinding> findings = new ArrayList<>(objectivenessFindings(rule, revised));

        Checked checked = chain(rule.text(), objectified);
        List<String> read = new ArrayList<>(List.of(rule.text(), objectified));
        read.addAll(checked.chain().statements());
        findings.addAll(PromptInjection.findings(read));
        findings.addAll(checked.findings());
        findings.addAll(ChainChecks.denials(checked.chain()));

        Map<String, List<String>> objects = new HashMap<>();
        Gathering gathering = new Gathering();
        gathering.run(() -> objects.putAll(
                new CentralObjects(interview, vocabulary).of(checked.chain().statements())));
        gathering.run(
                () -> findings.addAll(new ChainChecks(interview).border(rule.text(), objectified, checked.chain())));
        gathering.rethrow();
        checked.chain()
                .statements()
                .forEach(statement ->
                        findings.addAll(objectFindings(statement, objects.getOrDefault(statement, List.of()))));

        List<Precondition> preconditions = checked.chain().preconditions().stream()
                .map(alternatives -> new Precondition(alternatives.stream()
                        .map(text -> new Statement(text, objects.getOrDefault(text, List.of())))
                        .toList()))
                .toList();
        return signed(new LockEntry(
                rule.id(),
                rule.sha256(),
                objectified,
                revised.history(),
                preconditions,
                findings,
                compiledBy(),
                false));
    }

    private List<LockFinding> objectFindings(String statement, List<String> objects) {
        List<LockFinding> findings = new ArrayList<>(ChainChecks.objects(statement, objects));
        if (vocabularyCheck != null) {
            findings.addAll(vocabularyCheck.objects(statement, objects));
        }
        return findings;
    }

    private Revision.Result objectify(SourceRule rule) {
        Revision revision = new Revision(interview, settings, vocabulary);
        String objectified = rule.objectified();
        return objectified == null ? revision.revise(rule.text()) : revision.rate(objectified);
    }

    private List<LockFinding> objectivenessFindings(SourceRule rule, Revision.Result revised) {
        List<LockFinding> findings = new ArrayList<>();
        LockEntry.Attempt best = revised.best();
        if (best.score() < settings.targetScore()) {
            String stopped = revised.stopped();
            findings.add(new LockFinding(
                    Step.OBJECTIVENESS.key(),
                    stopped == null ? Severity.WARNING : Severity.ERROR,
                    "the best version is rated " + best.score() + " of 10, below " + settings.targetScore()
                            + (stopped == null ? "" : "; there is no further one, because " + stopped) + ": "
                            + best.explanation(),
                    "say in the rule what is to be seen, and compile again"));
        }
        if (!Words.mentions(rule.text(), best.text())) {
            findings.add(new LockFinding(
                    Step.REVISION.key(),
                    Severity.WARNING,
                    "the objective form has no word in common with the rule: \"" + best.text() + "\"",
                    "read whether it still means the rule; if not, compile again, or write objectified: yourself"));
        }
        return findings;
    }

    private record Checked(Chain chain, List<LockFinding> findings) {

        /** An error weighs more than any number of unknown words: those are warnings. */
        private static final Comparator<Checked> FEWEST = Comparator.comparingLong(Checked::errors)
                .thenComparingInt(checked -> checked.objections().size());

        private long errors() {
            return findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .count();
        }

        List<String> objections() {
            return findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR
                            || finding.check().equals(VocabularyCheck.NAME))
                    .map(LockFinding::message)
                    .toList();
        }
    }

    /** The chain with the fewest errors, then to which there are the fewest objections; of several the first. */
    private Checked chain(String rule, String objectified) {
        PreconditionExtraction extraction = new PreconditionExtraction(interview, vocabulary);
        Checked best = check(objectified, extraction.extract(rule, objectified));
        for (int i = 1; i < settings.chains() && !best.objections().isEmpty(); i++) {
            try {
                Chain chain = extraction.extractAgain(rule, objectified, best.chain(), best.objections());
                Checked next = check(objectified, chain);
                best = Checked.FEWEST.compare(next, best) < 0 ? next : best;
            } catch (StepFailedException e) {
                return best;
            }
        }
        return best;
    }

    private Checked check(String objectified, Chain chain) {
        ChainChecks checks = new ChainChecks(interview);
        List<LockFinding> findings = new ArrayList<>();
        Gathering gathering = new Gathering();
        gathering.run(() -> findings.addAll(checks.cases(objectified, chain)));
        gathering.run(() -> findings.addAll(checks.statements(chain)));
        gathering.rethrow();
        if (vocabularyCheck != null) {
            findings.addAll(vocabularyCheck.statements(chain));
        }
        return new Checked(chain, List.copyOf(findings));
    }

    private CompiledBy compiledBy() {
        ModelIdentity model = interview.model().identity();
        Matcher digest = SHA256.matcher(model.digest());
        return new CompiledBy(
                model.name(),
                digest.matches() ? digest.group(1) : null,
                CompilePrompts.VERSION,
                clueVersion,
                vocabulary == null ? null : vocabulary.name(),
                vocabulary == null ? null : vocabulary.sha256(),
                null);
    }

    /** The entry with the digest of its content, by which a later change is noticed. */
    static LockEntry signed(LockEntry entry) {
        return new LockEntry(
                entry.ruleId(),
                entry.sourceSha256(),
                entry.objectified(),
                entry.history(),
                entry.preconditions(),
                entry.findings(),
                entry.compiledBy().withContentSha256(entry.contentSha256()),
                entry.edited());
    }
}
