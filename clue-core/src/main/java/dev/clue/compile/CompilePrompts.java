package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.constitution.Vocabulary;
import dev.clue.model.TextRequest;
import dev.clue.model.TextRequest.JsonSchema;
import dev.clue.model.Turn;
import dev.clue.prompt.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler asks, in our own words: the texts are resource files beside this class. Change a text and
 * {@link #VERSION} together; the version is part of every lock entry.
 */
public final class CompilePrompts {

    /** Version of the texts. */
    public static final String VERSION = "1";

    /** How much of an unusable answer is shown to the model again. */
    private static final int LONGEST_ECHO = 1000;

    private static final String VOCABULARY = "vocabulary";

    private static final String SYSTEM = text("system");
    private static final Template OBJECTIONS = template("objections");
    private static final Template VOCABULARY_BLOCK = template(VOCABULARY);
    private static final Template AGAIN = template("again");
    private static final JsonNode SCHEMAS = schemas();

    private CompilePrompts() {}

    static TextRequest objectiveness(String rule) {
        return request(Step.OBJECTIVENESS, Map.of("rule", rule));
    }

    /** @param vocabulary what the model that judges knows, or null where it knows any word; likewise below */
    static TextRequest revision(String rule, List<Attempt> history, @Nullable Vocabulary vocabulary) {
        String versions = numbered(history.stream()
                .map(attempt -> attempt.text() + "\n   Score: " + attempt.score() + ". " + attempt.explanation())
                .toList());
        return request(Step.REVISION, Map.of("rule", rule, "history", versions, VOCABULARY, block(vocabulary)));
    }

    static TextRequest preconditions(String rule, @Nullable Vocabulary vocabulary) {
        return request(Step.PRECONDITIONS, Map.of("rule", rule, "objections", "", VOCABULARY, block(vocabulary)));
    }

    static TextRequest preconditionsAgain(
            String rule, Chain earlier, List<String> objections, @Nullable Vocabulary vocabulary) {
        String text = OBJECTIONS.fill(Map.of(
                "chain",
                earlier.toJson(),
                "list",
                objections.stream().map(objection -> "- " + objection).collect(Collectors.joining("\n"))));
        return request(
                Step.PRECONDITIONS, Map.of("rule", rule, "objections", text + "\n", VOCABULARY, block(vocabulary)));
    }

    static TextRequest objects(List<String> statements, @Nullable Vocabulary vocabulary) {
        return request(Step.OBJECTS, Map.of("statements", numbered(statements), VOCABULARY, block(vocabulary)));
    }

    static TextRequest statements(List<String> statements) {
        return request(Step.STATEMENTS, Map.of("statements", numbered(statements)));
    }

    static TextRequest cases(String rule, List<TruthCase> cases) {
        String described = IntStream.range(0, cases.size())
                .mapToObj(i -> "Picture " + (i + 1) + "\n" + cases.get(i).described())
                .collect(Collectors.joining("\n\n"));
        return request(Step.CASES, Map.of("rule", rule, "cases", described));
    }

    static TextRequest border(String rule, String objectified, Chain chain) {
        String links = numbered(chain.preconditions().stream()
                .map(alternatives -> String.join("; or: ", alternatives))
                .toList());
        return request(Step.BORDER, Map.of("rule", rule, "objectified", objectified, "chain", links));
    }

    static TextRequest same(List<String> statements) {
        return request(Step.SAME, Map.of("statements", numbered(statements)));
    }

    /** The request once more, after an answer that could not be used. Of several such answers the last is shown. */
    static TextRequest again(TextRequest request, String answer, String why) {
        String shown = answer.isBlank() ? "{}" : answer.strip();
        List<Turn> dialogue = new ArrayList<>();
        dialogue.add(request.dialogue().getFirst());
        dialogue.add(Turn.model(shown.length() > LONGEST_ECHO ? beginning(shown) + " …" : shown));
        dialogue.add(Turn.user(AGAIN.fill(Map.of("why", why))));
        return new TextRequest(
                request.system(),
                dialogue,
                request.schema(),
                request.maxTokens(),
                request.temperature(),
                request.seed());
    }

    /** What the prompts that write say of a vocabulary, with the empty line below it; nothing where there is none. */
    private static String block(@Nullable Vocabulary vocabulary) {
        if (vocabulary == null) {
            return "";
        }
        Function<String, String> named = name -> {
            List<String> others = vocabulary.synonyms().getOrDefault(name, List.of());
            return others.isEmpty() ? name : name + " (" + String.join(", ", others) + ")";
        };
        List<String> groups = vocabulary.groups().entrySet().stream()
                .map(group -> named.apply(group.getKey()) + ": " + String.join(", ", group.getValue()))
                .toList();
        return VOCABULARY_BLOCK.fill(Map.of(
                        "about",
                        vocabulary.about(),
                        "things",
                        vocabulary.objects().stream().map(named).collect(Collectors.joining(", ")),
                        "groups",
                        lines(groups),
                        "settings",
                        lines(vocabulary.settings()),
                        "forms",
                        lines(vocabulary.forms())))
                + "\n\n";
    }

    private static String lines(List<String> items) {
        return items.isEmpty()
                ? "- none"
                : items.stream().map(item -> "- " + item).collect(Collectors.joining("\n"));
    }

    private static String beginning(String text) {
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST_ECHO - 1));
        return text.substring(0, splits ? LONGEST_ECHO - 1 : LONGEST_ECHO);
    }

    private static TextRequest request(Step step, Map<String, String> contents) {
        String user = template(step.key()).fill(contents);
        JsonSchema schema = new JsonSchema(step.key(), SCHEMAS.path(step.key()).toString());
        return TextRequest.of(SYSTEM, user, step.maxTokens()).withSchema(schema);
    }

    private static String numbered(List<String> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> (i + 1) + ". " + lines.get(i))
                .collect(Collectors.joining("\n"));
    }

    private static Template template(String name) {
        return Template.read(CompilePrompts.class, name + ".txt");
    }

    private static String text(String name) {
        return template(name).text();
    }

    private static JsonNode schemas() {
        try (InputStream in = CompilePrompts.class.getResourceAsStream("schemas.json")) {
            if (in == null) {
                throw new IllegalStateException("schemas.json is missing from the class path");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
