package dev.clue.constitution;

import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.constitution.LockFinding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From YAML to {@link LockFile}. */
final class LockParser {

    private static final List<String> FILE_KEYS = List.of("lock_format", "constitution", "rules");
    private static final List<String> RULE_KEYS = List.of(
            "id", "source_sha256", "objectified", "history", "preconditions", "findings", "compiled_by", "edited");
    private static final List<String> ATTEMPT_KEYS = List.of("text", "score", "explanation");
    private static final List<String> FINDING_KEYS = List.of("check", "severity", "message", "advice");
    private static final List<String> COMPILED_BY_KEYS =
            List.of("model", "model_sha256", "prompts", "clue", "vocabulary", "vocabulary_sha256", "content_sha256");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String REMEDY =
            "remove the entry, and run clue compile or write the rule's preconditions in the constitution by hand";

    private final Findings findings;
    private final RuleParser parser;

    private LockParser(Findings findings) {
        this.findings = findings;
        this.parser = new RuleParser(findings);
    }

    /** Whether somebody wrote a lock, sound or not. */
    static boolean isLock(YamlNode root) {
        return root instanceof YamlNode.Mapping mapping
                && mapping.entries().stream().map(entry -> entry.key().value()).anyMatch("lock_format"::equals);
    }

    /** The lock, or nothing where something essential is missing; the findings say what. */
    static Optional<LockFile> parse(YamlNode root, Findings findings) {
        return new LockParser(findings).lock(root);
    }

    private Optional<LockFile> lock(YamlNode root) {
        return YamlFields.of(root, FILE_KEYS, findings, null, "a lock").flatMap(fields -> {
            fields.require("lock_format", "write lock_format: " + LockFile.FORMAT);
            Optional<Integer> format = fields.integer("lock_format", 1, Integer.MAX_VALUE);
            if (format.isPresent() && format.get() != LockFile.FORMAT) {
                findings.add(
                        fields.placeOf("lock_format"),
                        null,
                        "lock format " + format.get() + " is unknown, this clue reads format " + LockFile.FORMAT
                                + ": use a newer clue, or remove the file, and write the preconditions in the"
                                + " constitution by hand");
            }
            Optional<String> constitution = parser.id(fields, "constitution", "playground");
            fields.require("rules", "write rules: and below it the entries, or remove the file");
            List<LockEntry> rules = parser.rules(fields.list("rules", "a list of rules"), this::entry);
            return constitution.map(id -> new LockFile(id, rules));
        });
    }

    private Optional<LockEntry> entry(YamlNode node) {
        String ruleId = RuleParser.nameOf(node);
        return YamlFields.of(node, RULE_KEYS, findings, ruleId, "a locked rule").flatMap(fields -> {
            Optional<String> id = parser.id(fields, "id", "weapon-near-child");
            fields.require("source_sha256", REMEDY);
            Optional<String> source = sha256(fields, "source_sha256", ruleId);
            Optional<String> objectified =
                    fields.requiredText("objectified", "write the rule in an objective form, or " + REMEDY);
            List<Attempt> history = fields.list("history", "a list of {text, score, explanation}").stream()
                    .flatMap(item -> attempt(item, ruleId).stream())
                    .toList();
            fields.require("preconditions", "write " + RuleParser.ANY_EXAMPLE + ", or " + REMEDY);
            List<Precondition> preconditions = parser.chain(fields, ruleId);
            List<LockFinding> found = fields.list("findings", "a list of {check, severity, message, advice}").stream()
                    .flatMap(item -> finding(item, ruleId).stream())
                    .toList();
            fields.require("compiled_by", "write compiled_by: {model: NAME}, or " + REMEDY);
            Optional<CompiledBy> compiledBy = fields.node("compiled_by").flatMap(by -> compiledBy(by, ruleId));
            boolean edited = fields.bool("edited").orElse(false);
            if (id.isEmpty()
                    || source.isEmpty()
                    || objectified.isEmpty()
                    || preconditions.isEmpty()
                    || compiledBy.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new LockEntry(
                    id.get(),
                    source.get(),
                    objectified.get(),
                    history,
                    preconditions,
                    found,
                    compiledBy.get(),
                    edited));
        });
    }

    private Optional<Attempt> attempt(YamlNode node, @Nullable String ruleId) {
        return YamlFields.of(node, ATTEMPT_KEYS, findings, ruleId, "an attempt").flatMap(fields -> {
            Optional<String> text = fields.requiredText("text", "write the version of the rule");
            fields.require("score", "write the objectiveness score");
            Optional<Integer> score = fields.integer("score", LockEntry.LOWEST_SCORE, LockEntry.HIGHEST_SCORE);
            Optional<String> explanation = fields.requiredText("explanation", "write the reason for the score");
            return text.isPresent() && score.isPresent() && explanation.isPresent()
                    ? Optional.of(new Attempt(text.get(), score.get(), explanation.get()))
                    : Optional.empty();
        });
    }

    private Optional<LockFinding> finding(YamlNode node, @Nullable String ruleId) {
        return YamlFields.of(node, FINDING_KEYS, findings, ruleId, "a finding").flatMap(fields -> {
            Optional<String> check = fields.requiredText("check", "name the check, or remove the finding");
            Optional<Severity> severity = fields.requiredText("severity", "write severity: warning")
                    .flatMap(word -> severity(word, fields, ruleId));
            Optional<String> message = fields.requiredText("message", "write what was found, or remove the finding");
            Optional<String> advice = fields.requiredText("advice", "write what to do, or remove the finding");
            return check.isPresent() && severity.isPresent() && message.isPresent() && advice.isPresent()
                    ? Optional.of(new LockFinding(check.get(), severity.get(), message.get(), advice.get()))
                    : Optional.empty();
        });
    }

    private Optional<Severity> severity(String word, YamlFields fields, @Nullable String ruleId) {
        Optional<Severity> severity = Arrays.stream(Severity.values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (severity.isEmpty()) {
            findings.add(
                    fields.placeOf("severity"),
                    ruleId,
                    "'severity' must be error, warning or note, not " + YamlFields.quote(word));
        }
        return severity;
    }

    private Optional<CompiledBy> compiledBy(YamlNode node, @Nullable String ruleId) {
        return YamlFields.of(node, COMPILED_BY_KEYS, findings, ruleId, "'compiled_by'")
                .flatMap(fields -> {
                    Optional<String> sha256 = sha256(fields, "model_sha256", ruleId);
                    Optional<String> prompts = fields.text("prompts");
                    Optional<String> clue = fields.text("clue");
                    Optional<String> vocabulary = fields.text("vocabulary");
                    Optional<String> vocabularySha256 = sha256(fields, "vocabulary_sha256", ruleId);
                    Optional<String> content = sha256(fields, "content_sha256", ruleId);
                    return fields.requiredText("model", "name the model that wrote the entry")
                            .map(model -> new CompiledBy(
                                    model,
                                    sha256.orElse(null),
                                    prompts.orElse(null),
                                    clue.orElse(null),
                                    vocabulary.orElse(null),
                                    vocabularySha256.orElse(null),
                                    content.orElse(null)));
                });
    }

    private Optional<String> sha256(YamlFields fields, String key, @Nullable String ruleId) {
        return fields.text(key).filter(digest -> {
            if (SHA256.matcher(digest).matches()) {
                return true;
            }
            findings.add(
                    fields.placeOf(key),
                    ruleId,
                    "'" + key + "' must be 64 lower-case hex digits, not " + YamlFields.quote(digest) + ": " + REMEDY);
            return false;
        });
    }
}
