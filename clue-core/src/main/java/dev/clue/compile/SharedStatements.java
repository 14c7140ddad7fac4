package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Statements of different rules that mean the same are written the same, so that the judge asks each once an image.
 * Statements with the same text get the same objects; the model says which others mean the same. Two statements of one
 * rule are never taken for one, nor two that differ in a number or in a denial, nor any whose rule would then have a
 * chain that the truth table objects to. What a person wrote is never changed, and others are changed to it.
 */
final class SharedStatements {

    /** More are not compared: a model loses track. */
    static final int MOST_COMPARED = 150;

    private final Interview interview;
    private final BooleanSupplier stopped;
    private boolean leftOut;

    /** @param stopped whether nothing more is to be asked */
    SharedStatements(Interview interview, BooleanSupplier stopped) {
        this.interview = interview;
        this.stopped = stopped;
    }

    /** Whether statements are not shared because the run was stopped before their chains were checked. */
    boolean leftOut() {
        return leftOut;
    }

    /**
     * The entries with shared statements.
     *
     * @param entries all that are in use
     * @param mayChange which of them may be changed, by rule
     * @throws StepFailedException if the model has no usable answer
     */
    List<LockEntry> share(List<LockEntry> entries, Set<String> mayChange) {
        Map<String, List<String>> objects = objectsByText(entries, mayChange);
        Map<String, String> renamed = renamed(entries, mayChange);
        return entries.stream()
                .map(entry -> mayChange.contains(entry.ruleId()) ? shared(entry, renamed, objects) : entry)
                .toList();
    }

    /**
     * The entry with the statements of others, or with its own where its chain would be worse: a model that takes
     * different things for the same must not change what a rule means.
     */
    private LockEntry shared(LockEntry entry, Map<String, String> renamed, Map<String, List<String>> objects) {
        LockEntry rewritten = rewritten(entry, renamed, objects);
        Chain chain = Chain.of(rewritten);
        if (chain.equals(Chain.of(entry))) {
            return rewritten;
        }
        boolean unchecked = stopped.getAsBoolean();
        leftOut |= unchecked;
        return !unchecked && objections(rewritten, chain) <= objections(entry)
                ? rewritten
                : rewritten(entry, Map.of(), objects);
    }

    private long objections(LockEntry entry, Chain chain) {
        return new ChainChecks(interview)
                .cases(entry.objectified(), chain).stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .count();
    }

    private static long objections(LockEntry entry) {
        return entry.findings().stream()
                .filter(finding -> finding.check().equals(Step.CASES.key()) && finding.severity() == Severity.ERROR)
                .count();
    }

    /** The objects of each text: a person's first, then those of the rule that comes first. */
    private static Map<String, List<String>> objectsByText(List<LockEntry> entries, Set<String> mayChange) {
        Map<String, List<String>> objects = new HashMap<>();
        List<LockEntry> fixedFirst = new ArrayList<>();
        entries.stream().filter(entry -> !mayChange.contains(entry.ruleId())).forEach(fixedFirst::add);
        entries.stream().filter(entry -> mayChange.contains(entry.ruleId())).forEach(fixedFirst::add);
        for (LockEntry entry : fixedFirst) {
            statements(entry).forEach(statement -> objects.putIfAbsent(statement.text(), statement.objects()));
        }
        return objects;
    }

    private Map<String, String> renamed(List<LockEntry> entries, Set<String> mayChange) {
        Map<String, Set<String>> rulesOf = new LinkedHashMap<>();
        Set<String> fixed = new HashSet<>();
        for (LockEntry entry : entries) {
            for (Statement statement : statements(entry)) {
                rulesOf.computeIfAbsent(statement.text(), text -> new LinkedHashSet<>())
                        .add(entry.ruleId());
                if (!mayChange.contains(entry.ruleId())) {
                    fixed.add(statement.text());
                }
            }
        }
        List<String> texts = List.copyOf(rulesOf.keySet());
        if (rulesOf.values().stream().distinct().count() < 2 || texts.size() > MOST_COMPARED) {
            return Map.of();
        }
        Map<String, String> renamed = new HashMap<>();
        for (List<String> group : groups(texts)) {
            String first = group.stream().filter(fixed::contains).findFirst().orElse(group.getFirst());
            for (String text : group) {
                if (!text.equals(first) && !fixed.contains(text) && mayBeOne(first, text, rulesOf)) {
                    renamed.put(text, first);
                    rulesOf.getOrDefault(first, Set.of()).addAll(rulesOf.getOrDefault(text, Set.of()));
                }
            }
        }
        return renamed;
    }

    private List<List<String>> groups(List<String> texts) {
        return interview.ask(Step.SAME, CompilePrompts.same(texts), "groups", answer -> {
            List<List<String>> groups = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (JsonNode list : AnswerJson.list(answer, "groups")) {
                List<String> group = new ArrayList<>();
                for (JsonNode number : list) {
                    if (!number.canConvertToInt() || number.intValue() < 1 || number.intValue() > texts.size()) {
                        throw new UnusableAnswerException("\"groups\" has a number that is no statement's");
                    }
                    String text = texts.get(number.intValue() - 1);
                    if (!seen.add(text)) {
                        throw new UnusableAnswerException("statement " + number.intValue() + " is in two groups");
                    }
                    group.add(text);
                }
                if (group.size() > 1) {
                    groups.add(group);
                }
            }
            return groups;
        });
    }

    private static boolean mayBeOne(String one, String other, Map<String, Set<String>> rulesOf) {
        Set<String> both = new HashSet<>(rulesOf.getOrDefault(one, Set.of()));
        both.retainAll(rulesOf.getOrDefault(other, Set.of()));
        return both.isEmpty()
                && Words.denials(one) == Words.denials(other)
                && Words.numbers(one).equals(Words.numbers(other));
    }

    private static LockEntry rewritten(
            LockEntry entry, Map<String, String> renamed, Map<String, List<String>> objects) {
        List<Precondition> preconditions = entry.preconditions().stream()
                .map(precondition -> new Precondition(precondition.any().stream()
                        .map(statement -> shared(statement, renamed, objects))
                        .distinct()
                        .toList()))
                .toList();
        if (preconditions.equals(entry.preconditions())) {
            return entry;
        }
        List<LockFinding> findings = new ArrayList<>(entry.findings());
        for (Statement statement : statements(entry)) {
            String shared = renamed.get(statement.text());
            if (shared != null) {
                findings.add(new LockFinding(
                        Step.SAME.key(),
                        Severity.NOTE,
                        "\"" + statement.text() + "\" is now \"" + shared
                                + "\", as in another rule, so that it is asked once an image",
                        "if they do not mean the same, write the first one back"));
            }
        }
        return RuleCompiler.signed(new LockEntry(
                entry.ruleId(),
                entry.sourceSha256(),
                entry.objectified(),
                entry.history(),
                preconditions,
                findings,
                entry.compiledBy(),
                entry.edited()));
    }

    private static Statement shared(
            Statement statement, Map<String, String> renamed, Map<String, List<String>> objects) {
        String text = renamed.getOrDefault(statement.text(), statement.text());
        return new Statement(text, objects.getOrDefault(text, statement.objects()));
    }

    private static List<Statement> statements(LockEntry entry) {
        return entry.preconditions().stream()
                .flatMap(precondition -> precondition.any().stream())
                .collect(Collectors.toList());
    }
}
