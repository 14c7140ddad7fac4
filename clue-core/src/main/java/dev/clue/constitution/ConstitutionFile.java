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
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a constitution, {@code NAME.clue.yaml}, with the lock beside it, {@code NAME.clue.lock.yaml}. The format is in
 * docs/constitution.md. Every mistake of both files is reported at once, in the order of the files.
 */
public final class ConstitutionFile {

    /** A larger file is refused unread. */
    public static final int MAX_BYTES = 1 << 20;

    private ConstitutionFile() {}

    /**
     * Reads a constitution that is ready to judge by.
     *
     * @param file the constitution; its lock is found by {@link LockFile#beside}, and not needed where the author
     *     wrote all preconditions by hand
     * @throws ConfigurationException if a file is missing or cannot be read, or is a policy in Markdown
     * @throws ConstitutionException with every mistake in both files, a rule without preconditions and a stale lock
     *     entry among them
     */
    public static Constitution read(Path file) {
        MarkdownPolicy.requireNone(file);
        List<Finding> findings = new ArrayList<>();
        Optional<ConstitutionSource> source = parse(file, source(file), findings);
        boolean lockIsSound = true;
        LockFile lock = null;
        if (Files.exists(LockFile.beside(file))) {
            Optional<LockFile> parsed = parse(LockFile.beside(file), LockParser::parse, findings);
            lockIsSound = parsed.isPresent();
            lock = parsed.orElse(null);
        }
        // With a broken lock nobody knows what it holds: only its own mistakes are worth reporting.
        if (!findings.isEmpty() || source.isEmpty() || !lockIsSound) {
            throw new ConstitutionException(findings);
        }
        return combine(file, source.get(), lock);
    }

    /**
     * Reads what the author wrote, without the lock.
     *
     * @throws ConfigurationException if the file is missing or cannot be read, or is a policy in Markdown
     * @throws ConstitutionException with every mistake in it
     */
    public static ConstitutionSource readSource(Path file) {
        MarkdownPolicy.requireNone(file);
        return parsed(file, source(file));
    }

    /**
     * Checks the form of a constitution and of its lock if there is one, but not whether they belong together.
     *
     * @return every mistake, in the order of the files; none if both are well formed
     * @throws ConfigurationException if a file is missing or cannot be read, or is a policy in Markdown
     */
    public static List<Finding> checkSyntax(Path file) {
        MarkdownPolicy.requireNone(file);
        List<Finding> findings = new ArrayList<>();
        parse(file, source(file), findings);
        if (Files.exists(LockFile.beside(file))) {
            parse(LockFile.beside(file), LockParser::parse, findings);
        }
        return List.copyOf(findings);
    }

    /**
     * Takes the lock into the source.
     *
     * @param file the constitution as the user named it, for messages
     * @param lock null if there is none
     * @throws ConstitutionException naming each rule that has no preconditions or a stale entry, and what mends it
     */
    public static Constitution combine(Path file, ConstitutionSource source, @Nullable LockFile lock) {
        Findings findings = new Findings(file.toString());
        List<Rule> rules = new ArrayList<>();
        for (SourceRule rule : source.rules()) {
            combine(file, rule, lock, findings).ifPresent(rules::add);
        }
        if (!findings.isEmpty()) {
            throw new ConstitutionException(findings.inFileOrder());
        }
        return new Constitution(source.id(), source.version(), Digests.ofConstitution(source.id(), rules), rules);
    }

    private static Optional<Rule> combine(Path file, SourceRule rule, @Nullable LockFile lock, Findings findings) {
        String objectified = rule.objectified();
        if (rule.isHandwritten()) {
            return Optional.of(new Rule(
                    rule.id(),
                    rule.text(),
                    objectified == null ? rule.text() : objectified,
                    rule.mapsTo(),
                    rule.preconditions()));
        }
        Optional<LockEntry> entry = lock == null ? Optional.empty() : lock.entry(rule.id());
        String lockName = LockFile.beside(file).toString();
        Place place = new Place(rule.line(), rule.column());
        if (entry.isEmpty()) {
            String found = lock == null ? "there is no " + lockName : lockName + " has no entry for it";
            findings.add(
                    place,
                    rule.id(),
                    "the rule has no preconditions, and " + found + ": run clue compile " + file
                            + ", or write its preconditions by hand");
            return Optional.empty();
        }
        LockEntry locked = entry.get();
        if (!locked.sourceSha256().equals(rule.sha256())) {
            findings.add(
                    place,
                    rule.id(),
                    "the rule has changed since " + lockName + " was written, so its entry there is stale: run clue"
                            + " compile " + file + ", or write the rule's preconditions by hand, or, if those of the"
                            + " entry still fit, set the entry's source_sha256 to " + rule.sha256());
            return Optional.empty();
        }
        return Optional.of(
                new Rule(rule.id(), rule.text(), locked.objectified(), rule.mapsTo(), locked.preconditions()));
    }

    /** Reads a constitution. A lock given in its place is one mistake, not one for each of its keys. */
    private static BiFunction<YamlNode, Findings, Optional<ConstitutionSource>> source(Path file) {
        return (root, findings) -> {
            if (LockFile.isNameOfLock(file) || LockParser.isLock(root)) {
                findings.add(
                        Place.START,
                        null,
                        "this is a lock, which is checked with its constitution: name the *.clue.yaml beside it");
                return Optional.empty();
            }
            return SourceParser.parse(root, findings);
        };
    }

    /** Parses one file for its own sake. */
    static <T> T parsed(Path file, BiFunction<YamlNode, Findings, Optional<T>> parser) {
        List<Finding> findings = new ArrayList<>();
        Optional<T> parsed = parse(file, parser, findings);
        if (!findings.isEmpty() || parsed.isEmpty()) {
            throw new ConstitutionException(findings);
        }
        return parsed.get();
    }

    private static <T> Optional<T> parse(
            Path file, BiFunction<YamlNode, Findings, Optional<T>> parser, List<Finding> all) {
        Findings findings = new Findings(file.toString());
        Optional<T> parsed = TextFile.read(file, findings, FileKind.CONSTITUTION)
                .filter(text -> !Prose.isFound(file, text, findings))
                .flatMap(text -> YamlReader.read(text, findings, FileKind.CONSTITUTION))
                .flatMap(root -> parser.apply(root, findings));
        all.addAll(findings.inFileOrder());
        return parsed;
    }
}
