package dev.clue.lint;

import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.SourceRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks rules that a test writes. */
final class Linted {

    private static final String CONSTITUTION = "constitution: example\nversion: 1\nrules:\n";
    private static final String LOCK = "lock_format: 1\nconstitution: example\nrules:\n";

    /** Stands for the digest of the rule with the same place. */
    private static final String DIGEST = "RULE";

    private Linted() {}

    /** What is found in a list of rules, and in the entries of a lock if there are any. */
    static LintReport rules(Path folder, String rules, @Nullable String entries) {
        return rules(folder, rules, entries, new Lint());
    }

    /** The same by a lint of one's own. */
    static LintReport rules(Path folder, String rules, @Nullable String entries, Lint lint) {
        try {
            Path file = folder.resolve("policy.clue.yaml");
            Path lock = folder.resolve("policy.clue.lock.yaml");
            Files.writeString(file, CONSTITUTION + indented(rules));
            Files.deleteIfExists(lock);
            if (entries != null) {
                String digest = entries.contains(DIGEST)
                        ? ConstitutionFile.readSource(file).rules().stream()
                                .findFirst()
                                .map(SourceRule::sha256)
                                .orElseThrow()
                        : "";
                Files.writeString(lock, LOCK + indented(entries.replace(DIGEST, digest)));
            }
            return lint.check(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LintReport rules(Path folder, String rules) {
        return rules(folder, rules, null);
    }

    /** What is found in one rule without preconditions, but for that. */
    static List<String> codes(Path folder, String rule) {
        return codes(rules(folder, "- id: some-name\n  rule: \"" + rule + "\"\n"));
    }

    /** The codes that count, each once, in the order of the file. */
    static List<String> codes(LintReport report) {
        return report.findings().stream()
                .filter(LintFinding::counts)
                .map(finding -> finding.code().id())
                .filter(code -> !code.equals(LintCode.NOT_COMPILED.id()))
                .distinct()
                .toList();
    }

    private static String indented(String yaml) {
        return yaml.lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }
}
