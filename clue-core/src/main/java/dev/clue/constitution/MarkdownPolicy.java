package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Place;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import dev.clue.error.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy in Markdown, read as a constitution: each item of a list is a rule, and so is a heading with its paragraphs
 * where no list follows. The format is in docs/compile.md.
 *
 * @param source the rules, each with its place in the Markdown
 * @param notes what was not read as a rule, and earlier rules that are gone; {@code file:line:column: message}
 */
public record MarkdownPolicy(ConstitutionSource source, List<Finding> notes) {

    private static final int LONGEST_RULE = 2000;

    /** Copies the notes. */
    public MarkdownPolicy {
        notes = List.copyOf(notes);
    }

    /** Whether the file's name says that it is Markdown. */
    public static boolean isNameOfMarkdown(Path file) {
        return String.valueOf(file.getFileName()).matches("(?i).+\\.(md|markdown)");
    }

    /** The constitution that a policy is written to: {@code policy.clue.yaml} beside {@code policy.md}. */
    public static Path constitutionBeside(Path markdown) {
        String name = String.valueOf(markdown.getFileName());
        return markdown.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".clue.yaml");
    }

    /**
     * Refuses Markdown where a constitution is to be named.
     *
     * @throws ConfigurationException if the file is there and its name says that it is Markdown; it says how to make a
     *     constitution of it, or which one lies beside it
     */
    public static void requireNone(Path file) {
        if (!isNameOfMarkdown(file) || !Files.exists(file)) {
            return;
        }
        Path constitution = constitutionBeside(file);
        throw new ConfigurationException(file + " is a policy in Markdown and no constitution: "
                + (Files.exists(constitution)
                        ? "name the one beside it, " + constitution + " (clue compile " + file
                                + " brings it up to date)"
                        : "make one of it with clue compile " + file + " --text-model openai:NAME, and name "
                                + constitution));
    }

    /**
     * Reads a policy.
     *
     * @param earlier what an earlier run made of it: its ids stay, and so does what Markdown cannot say (categories,
     *     objective forms, preconditions); null for none
     * @throws ConfigurationException if the file is missing or cannot be read
     * @throws ConstitutionException with every mistake in it
     */
    public static MarkdownPolicy read(Path file, @Nullable ConstitutionSource earlier) {
        Findings findings = new Findings(file.toString());
        Findings notes = new Findings(file.toString());
        Optional<String> text = TextFile.read(file, findings, FileKind.CONSTITUTION);
        MarkdownRules read =
                text.map(markdown -> MarkdownRules.read(markdown, notes)).orElse(new MarkdownRules(null, List.of()));
        if (text.isPresent() && read.rules().isEmpty()) {
            findings.add(
                    Place.START,
                    null,
                    "no rule was found: write each rule as an item of a list (- Dogs must be on a lead.)");
        }
        for (MarkdownRules.Found rule : read.rules()) {
            check(rule, findings);
        }
        if (!findings.isEmpty()) {
            throw new ConstitutionException(findings.inFileOrder());
        }
        List<SourceRule> rules = RuleIds.assign(read.rules(), earlier, findings, notes);
        if (!findings.isEmpty()) {
            throw new ConstitutionException(findings.inFileOrder());
        }
        String name = String.valueOf(file.getFileName());
        String id = RuleIds.slug(read.title() == null ? name.substring(0, name.lastIndexOf('.')) : read.title())
                .orElse("policy");
        return new MarkdownPolicy(new ConstitutionSource(id, version(rules, earlier), rules), notes.inFileOrder());
    }

    /** Counted up when what the rules say changes. */
    private static int version(List<SourceRule> rules, @Nullable ConstitutionSource earlier) {
        if (earlier == null) {
            return 1;
        }
        return said(rules).equals(said(earlier.rules())) ? earlier.version() : earlier.version() + 1;
    }

    private static List<String> said(List<SourceRule> rules) {
        List<String> said = new ArrayList<>();
        rules.forEach(rule -> said.add(rule.id() + " " + rule.text()));
        return said;
    }

    private static void check(MarkdownRules.Found rule, Findings findings) {
        PlainText.complaint(rule.text())
                .ifPresent(complaint -> findings.add(rule.place(), null, "the rule contains " + complaint));
        if (PlainText.isEmpty(rule.text())) {
            findings.add(rule.place(), null, "the rule is empty: write it, or remove the item");
        }
        if (rule.text().length() > LONGEST_RULE) {
            findings.add(
                    rule.place(),
                    null,
                    "the rule is longer than " + LONGEST_RULE + " characters: make several rules of it");
        }
    }
}
