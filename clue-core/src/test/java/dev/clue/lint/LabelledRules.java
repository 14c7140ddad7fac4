package dev.clue.lint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Rules with the codes that a careful reader reports; the format is in the README beside them.
 *
 * @param entries in the order of the file
 */
record LabelledRules(List<Entry> entries) {

    /** What is about one rule and its preconditions. */
    static final Set<LintCode> SCORED = EnumSet.of(
            LintCode.UNSTABLE_ID,
            LintCode.VAGUE_WORD,
            LintCode.FEELING_OR_INTENT,
            LintCode.NOT_VISIBLE,
            LintCode.QUANTITY_WITHOUT_NUMBER,
            LintCode.SEVERAL_RULES,
            LintCode.NEGATED_PRECONDITION,
            LintCode.COMPOUND_STATEMENT,
            LintCode.UNREACHABLE_ALTERNATIVE,
            LintCode.NEVER_VIOLATED,
            LintCode.ALWAYS_HOLDS,
            LintCode.TOO_LONG,
            LintCode.OBJECTS_MISSING,
            LintCode.OBJECT_NOT_IN_STATEMENT,
            LintCode.DUPLICATE_STATEMENT);

    record Entry(String label, String yaml, Set<LintCode> expected) {}

    record Mistake(String label, LintCode code, boolean missed) {}

    static LabelledRules parse(String yaml) {
        Map<?, ?> root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        List<Entry> entries = new ArrayList<>();
        for (Object item : (List<?>) root.get("rules")) {
            Map<?, ?> entry = (Map<?, ?>) item;
            String label = String.valueOf(entry.get("label"));
            Set<LintCode> expected = EnumSet.noneOf(LintCode.class);
            for (Object code : (List<?>) entry.get("expect")) {
                LintCode known = LintCode.of(String.valueOf(code))
                        .filter(SCORED::contains)
                        .orElseThrow(() -> new IllegalArgumentException(label + ": no code to label with: " + code));
                expected.add(known);
            }
            String rule = new Dump(DumpSettings.builder().build()).dumpToString(List.of(entry.get("rule")));
            entries.add(new Entry(label, rule, expected));
        }
        return new LabelledRules(List.copyOf(entries));
    }

    /** What lint says about each, against what people said. */
    LintScore score(Path folder) {
        LintScore score = new LintScore();
        for (Entry entry : entries) {
            LintReport report = Linted.rules(folder, entry.yaml());
            if (report.invalid()) {
                throw new IllegalArgumentException(entry.label() + ": " + report.findings());
            }
            Set<LintCode> found = report.findings().stream()
                    .filter(LintFinding::counts)
                    .map(LintFinding::code)
                    .filter(SCORED::contains)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(LintCode.class)));
            score.add(entry, found);
        }
        return score;
    }

    /** Counts by code. */
    static final class LintScore {

        private final int[] right = new int[LintCode.values().length];
        private final int[] falseAlarms = new int[right.length];
        private final int[] missed = new int[right.length];
        final List<Mistake> mistakes = new ArrayList<>();

        private void add(Entry entry, Set<LintCode> found) {
            for (LintCode code : SCORED) {
                boolean expected = entry.expected().contains(code);
                if (expected && found.contains(code)) {
                    right[code.ordinal()]++;
                } else if (expected) {
                    missed[code.ordinal()]++;
                    mistakes.add(new Mistake(entry.label(), code, true));
                } else if (found.contains(code)) {
                    falseAlarms[code.ordinal()]++;
                    mistakes.add(new Mistake(entry.label(), code, false));
                }
            }
        }

        double precision(LintCode code) {
            return ratio(right[code.ordinal()], falseAlarms[code.ordinal()]);
        }

        double recall(LintCode code) {
            return ratio(right[code.ordinal()], missed[code.ordinal()]);
        }

        double precision() {
            return ratio(sum(right), sum(falseAlarms));
        }

        double recall() {
            return ratio(sum(right), sum(missed));
        }

        /** A table for people, with every mistake below it. */
        String table() {
            StringBuilder table = new StringBuilder(line("code", "labelled", "found", "precision", "recall"));
            for (LintCode code : SCORED) {
                int i = code.ordinal();
                table.append(line(
                        code.id(),
                        "" + (right[i] + missed[i]),
                        "" + (right[i] + falseAlarms[i]),
                        number(precision(code)),
                        number(recall(code))));
            }
            table.append(line(
                    "all",
                    "" + (sum(right) + sum(missed)),
                    "" + (sum(right) + sum(falseAlarms)),
                    number(precision()),
                    number(recall())));
            mistakes.forEach(mistake -> table.append(mistake.label())
                    .append(mistake.missed() ? ": missed " : ": false alarm ")
                    .append(mistake.code().id())
                    .append('\n'));
            return table.toString();
        }

        private static String line(String code, String labelled, String found, String precision, String recall) {
            return String.format(Locale.ROOT, "%-26s %8s %6s %10s %7s\n", code, labelled, found, precision, recall);
        }

        private static String number(double value) {
            return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
        }

        private static double ratio(int right, int wrong) {
            return right + wrong == 0 ? Double.NaN : (double) right / (right + wrong);
        }

        private static int sum(int[] counts) {
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return sum;
        }
    }
}
