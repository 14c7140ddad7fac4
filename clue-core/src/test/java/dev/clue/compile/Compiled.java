package dev.clue.compile;

import dev.clue.compile.ScriptedTextModel.Policies;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import dev.clue.model.TextModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Runs of the compiler for its tests. */
final class Compiled {

    static final Map<String, String> ALL =
            Map.of("knives", Policies.KNIVES, "dogs", Policies.DOGS, "scooters", Policies.SCOOTERS);

    private Compiled() {}

    /** A constitution of rules by id, in the order of their ids. */
    static ConstitutionSource source(Map<String, String> rules) {
        List<SourceRule> list = new ArrayList<>();
        rules.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(rule -> list.add(new SourceRule(
                        rule.getKey(), rule.getValue(), null, List.of(), List.of(), list.size() + 1, 1)));
        return new ConstitutionSource("tests", 1, list);
    }

    static LockFile empty() {
        return new LockFile("tests", List.of());
    }

    static CompileResult run(TextModel model, Map<String, String> rules) {
        return run(model, source(rules), empty(), CompileListener.NONE);
    }

    static CompileResult run(TextModel model, ConstitutionSource source, LockFile lock, CompileListener listener) {
        return run(model, source, lock, id -> false, listener);
    }

    static CompileResult run(
            TextModel model,
            ConstitutionSource source,
            LockFile lock,
            Predicate<String> again,
            CompileListener listener) {
        return new PolicyCompiler(model, CompileSettings.DEFAULT, null, "0.1.0", 1)
                .compile(source, CompilePlan.of(source, lock, again), listener);
    }

    static LockEntry entry(CompileResult result, String id) {
        return result.lock().entry(id).orElseThrow();
    }

    static List<String> statements(LockEntry entry) {
        return entry.preconditions().stream()
                .flatMap(precondition -> precondition.any().stream())
                .map(Statement::text)
                .toList();
    }

    /** Findings as {@code check severity: message}. */
    static List<String> findings(LockEntry entry) {
        return entry.findings().stream().map(Compiled::shown).toList();
    }

    private static String shown(LockFinding finding) {
        return finding.check() + " " + finding.severity() + ": " + finding.message();
    }
}
