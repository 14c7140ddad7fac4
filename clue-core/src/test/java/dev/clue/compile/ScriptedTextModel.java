package dev.clue.compile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ModelUnavailableException;
import dev.clue.model.ModelIdentity;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextAnswer.Ending;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language model that does its work well on the few rules of {@link Policies}: it calls "dangerous" a matter of taste,
 * takes rules apart by a table, and judges pictures by that table. A test replaces its answers to one step, to all
 * prompts or to those about one rule.
 */
public final class ScriptedTextModel implements TextModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBERED = Pattern.compile("(?m)^\\d+\\. (.*)$");
    private static final Pattern RULE = Pattern.compile("(?m)^Rule: (.*)$");
    private static final Pattern PICTURE = Pattern.compile("(?m)^Picture \\d+$");

    private final List<TextRequest> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<Step, List<Replacement>> replaced = new EnumMap<>(Step.class);

    private final long delayMillis;

    /** One that answers at once. */
    public ScriptedTextModel() {
        this(0);
    }

    /** @param delayMillis how long each answer takes */
    public ScriptedTextModel(long delayMillis) {
        this.delayMillis = delayMillis;
    }

    private record Replacement(String about, Function<TextRequest, TextAnswer> answer) {}

    /** Answers this to a step. */
    public ScriptedTextModel to(Step step, String answer) {
        return toThoseAbout("", step, request -> finished(answer));
    }

    /** Answers so to the prompts of a step that have these words in them. */
    public ScriptedTextModel toThoseAbout(String words, Step step, Function<TextRequest, TextAnswer> answer) {
        replaced.computeIfAbsent(step, any -> new ArrayList<>()).add(new Replacement(words, answer));
        return this;
    }

    /** An answer that is whole. */
    public static TextAnswer finished(String text) {
        return new TextAnswer(text, Ending.FINISHED, new Usage(1, 10, 5));
    }

    /** What was asked, in order. */
    public List<TextRequest> asked() {
        return List.copyOf(asked);
    }

    /** What was asked for a step, the user's last words each. */
    public List<String> asked(Step step) {
        return asked().stream()
                .filter(request -> step(request) == step)
                .map(request -> request.dialogue().getLast().text())
                .toList();
    }

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity("scripted", "sha256:" + "ab".repeat(32));
    }

    @Override
    public TextAnswer answer(TextRequest request) {
        asked.add(request);
        if (delayMillis > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ModelUnavailableException("interrupted", e);
            }
        }
        Step step = step(request);
        Optional<Replacement> replacement = replaced.getOrDefault(step, List.of()).stream()
                .filter(candidate -> request.dialogue().getFirst().text().contains(candidate.about))
                .findFirst();
        return replacement.isPresent()
                ? replacement.get().answer.apply(request)
                : finished(sound(step, request.dialogue().getFirst().text()));
    }

    private static Step step(TextRequest request) {
        return Arrays.stream(Step.values())
                .filter(step -> request.schema() != null
                        && step.key().equals(request.schema().name()))
                .findFirst()
                .orElseThrow();
    }

    private static String sound(Step step, String prompt) {
        return switch (step) {
            case OBJECTIVENESS -> objectiveness(last(RULE, prompt));
            case REVISION ->
                "{\"problem\": \"dangerous\", \"rule\": \"A picture must not show a knife whose blade touches a hand.\"}";
            case PRECONDITIONS -> preconditions(Policies.chainOf(last(RULE, prompt)));
            case CASES -> cases(prompt);
            case STATEMENTS -> {
                ObjectNode root = JSON.createObjectNode();
                ArrayNode list = root.putArray("statements");
                numbered(prompt)
                        .forEach(any -> list.addObject()
                                .put("why", "it can be seen")
                                .put("checkable", "yes")
                                .put("can_be_false", "yes"));
                yield root.toString();
            }
            case OBJECTS -> {
                ObjectNode root = JSON.createObjectNode();
                ArrayNode list = root.putArray("objects");
                numbered(prompt)
                        .forEach(statement -> Policies.objectsOf(statement).forEach(list.addArray()::add));
                yield root.toString();
            }
            case BORDER -> "{\"pictures\": []}";
            case SAME -> "{\"groups\": []}";
        };
    }

    private static String objectiveness(String rule) {
        int score = rule.contains("dangerous") ? 4 : rule.contains("tasteful") ? 2 : 9;
        return JSON.createObjectNode()
                .put("explanation", "so it is")
                .put("score", score)
                .toString();
    }

    static String preconditions(List<List<String>> chain) {
        ObjectNode root = JSON.createObjectNode().put("reasoning", "so it is");
        ArrayNode list = root.putArray("preconditions");
        chain.forEach(alternatives -> alternatives.forEach(list.addArray()::add));
        return root.toString();
    }

    /** Judges each picture by the chain that belongs to the rule. */
    private static String cases(String prompt) {
        Chain chain = new Chain(Policies.chainOf(last(RULE, prompt)));
        List<String> answers = new ArrayList<>();
        for (String picture : pictures(prompt)) {
            answers.add(chain.violatedWhere(trueIn(picture)::contains) ? "yes" : "no");
        }
        return judged(answers);
    }

    /** An answer about pictures. */
    static String judged(List<String> answers) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("pictures");
        answers.forEach(answer -> list.addObject().put("reason", "because").put("breaks_rule", answer));
        return root.toString();
    }

    /** The pictures that a prompt describes. */
    static List<String> pictures(String prompt) {
        String described = prompt.substring(prompt.indexOf("Picture 1\n"), prompt.indexOf("\n\nFor each picture"));
        return PICTURE.splitAsStream(described).filter(text -> !text.isBlank()).toList();
    }

    private static List<String> trueIn(String picture) {
        return picture.lines()
                .filter(line -> line.startsWith("True: "))
                .flatMap(line -> Arrays.stream(
                        line.substring("True: ".length(), line.length() - 1).split("; ", -1)))
                .toList();
    }

    /** The numbered lines of a prompt. */
    static List<String> numbered(String prompt) {
        return NUMBERED.matcher(prompt).results().map(line -> line.group(1)).toList();
    }

    private static String last(Pattern pattern, String prompt) {
        String found = "";
        Matcher matcher = pattern.matcher(prompt);
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found;
    }

    @Override
    public void close() {
        // nothing is open
    }

    /** The rules of these tests, and what a good model makes of them. */
    public static final class Policies {

        /** One of them. */
        public static final String KNIVES = "No dangerous use of a knife.";
        /** One of them. */
        public static final String DOGS = "A dog must be on a lead.";
        /** One of them. */
        public static final String SCOOTERS = "No three people on one scooter.";

        private static final Map<String, List<List<String>>> CHAINS = new LinkedHashMap<>();

        static {
            CHAINS.put("knife", List.of(List.of("a knife is visible"), List.of("the blade of a knife touches a hand")));
            CHAINS.put("dog", List.of(List.of("a dog is visible"), List.of("no lead is on the dog")));
            CHAINS.put(
                    "scooter",
                    List.of(
                            List.of("a scooter is visible", "a moped is visible"),
                            List.of("at least three people are on a scooter")));
            CHAINS.put("cat", ControlQuestions.CHAIN.preconditions());
        }

        private Policies() {}

        static List<List<String>> chainOf(String rule) {
            return CHAINS.entrySet().stream()
                    .filter(entry -> rule.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(rule));
        }

        static List<String> objectsOf(String statement) {
            return List.of("blade", "hand", "knife", "dog", "lead", "scooter", "moped", "people").stream()
                    .filter(statement::contains)
                    .toList();
        }
    }
}
