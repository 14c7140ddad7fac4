package dev.clue.lint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement reduced to the words that carry its meaning, to compare it with others: without articles, in the
 * singular, and with all ways to say "is visible" left out. Meanings of the same words are equal.
 *
 * @param words in their order
 * @param modifiers which of them say what kind of thing the next word is, as cigarette in "a cigarette packet"
 * @param negated whether it says what is not there
 */
record Meaning(List<String> words, Set<Integer> modifiers, boolean negated) {

    /** Stands for punctuation, and for what was left out. */
    static final String PAUSE = ".";

    private static final Set<String> PUNCTUATION = Set.of(".", ",", ";", ":", "(", ")");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*|[.,;:()]");
    private static final Pattern SEEN = Pattern.compile(
            "(?i)\\bthere (?:is|are)\\b|\\b(?:is|are|can be) (?:clearly )?(?:visible|shown|seen|present|depicted)\\b"
                    + "|\\b(?:appears?|visible|shown)\\b|\\bin (?:the|this) (?:image|picture|photo|scene)\\b"
                    + "|^the (?:image|picture|photo|scene) (?:shows|contains|depicts)\\b");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the", "some", "any");
    private static final Set<String> BEING = Set.of("is", "are");
    private static final Set<String> NEGATIONS = Set.of("no", "not", "never", "without", "none");

    /** What each image has. */
    private static final Set<String> ALWAYS_THERE =
            Set.of("it", "scene", "image", "picture", "photo", "photograph", "setting", "background");

    /** What makes a thing something else: a toy gun is no gun. */
    private static final Set<String> CANCELLING = Set.of(
            "toy", "fake", "plastic", "drawn", "painted", "statue", "model", "picture", "photo", "drawing", "poster",
            "no", "not", "never", "without", "almost", "only", "one", "two", "three", "four", "five", "less", "fewer",
            "most");

    private static final Map<String, Set<String>> KINDS = kinds();
    private static final List<Set<String>> OPPOSITES = List.of(
            Set.of("indoors", "outdoors"),
            Set.of("inside", "outside"),
            Set.of("day", "night"),
            Set.of("open", "closed"),
            Set.of("naked", "dressed"),
            Set.of("full", "empty"),
            Set.of("standing", "lying"),
            Set.of("standing", "sitting"),
            Set.of("alive", "dead"));

    static Meaning of(String statement) {
        List<String> written = written(SEEN.matcher(statement).replaceAll(" . "));
        List<String> words = new ArrayList<>();
        Set<Integer> modifiers = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            String word = singular(written.get(i));
            if (word.equals(PAUSE) || ARTICLES.contains(word) || BEING.contains(word)) {
                continue;
            }
            if (NounPhrase.isModifier(written, i)) {
                modifiers.add(words.size());
            }
            words.add(word);
        }
        return new Meaning(
                List.copyOf(words), Set.copyOf(modifiers), words.stream().anyMatch(NEGATIONS::contains));
    }

    /** Its words in lower case and in the singular. */
    static List<String> words(String text) {
        return written(text).stream()
                .filter(word -> !word.equals(PAUSE))
                .map(Meaning::singular)
                .toList();
    }

    /** Its words in lower case, and what parts them from each other but white space. */
    private static List<String> written(String text) {
        List<String> words = new ArrayList<>();
        Matcher found = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (found.find()) {
            words.add(PUNCTUATION.contains(found.group()) ? PAUSE : found.group());
        }
        return words;
    }

    /**
     * Whether whatever is as this says is also as the other says: it says the same of a kind of the same things, or
     * adds something to what the other says.
     */
    boolean implies(Meaning other) {
        if (other.words.isEmpty() || negated != other.negated || negated) {
            return !other.words.isEmpty() && words.equals(other.words);
        }
        if (words.size() < other.words.size()) {
            return false;
        }
        int next = 0;
        boolean named = false;
        for (int i = 0; i < words.size(); i++) {
            if (next < other.words.size() && isKindOf(words.get(i), other.words.get(next))) {
                next++;
                named = true;
            } else if (CANCELLING.contains(words.get(i)) || (named && modifiers.contains(i - 1))) {
                // A toy gun is no gun, and a cigarette packet is no cigarette.
                return false;
            } else {
                named = false;
            }
        }
        return next == other.words.size();
    }

    /** Whether both cannot be true of one image: one denies the other, or they differ in a pair of opposites. */
    boolean contradicts(Meaning other) {
        if (negated != other.negated) {
            Meaning denied = negated ? affirmed() : other.affirmed();
            Meaning said = negated ? other : this;
            return said.implies(denied);
        }
        if (words.size() != other.words.size()) {
            return false;
        }
        int opposite = 0;
        for (int i = 0; i < words.size(); i++) {
            String one = words.get(i);
            String two = other.words.get(i);
            if (OPPOSITES.contains(one.equals(two) ? Set.of(one) : Set.of(one, two))) {
                opposite++;
            } else if (!one.equals(two)) {
                return false;
            }
        }
        return opposite == 1;
    }

    /**
     * Whether every image is as this says or as the other says: this denies no more than the other affirms. That no child is
     * on a roof does; that a child is not on a roof does not, because there may be no child.
     */
    boolean holdsWithout(Meaning other) {
        boolean denial = words.stream().filter(NEGATIONS::contains).count() == 1
                && (words.getFirst().equals("no")
                        || words.getLast().equals("not")
                        || (words.contains("not") && ALWAYS_THERE.contains(words.getFirst())));
        return denial && !other.negated && affirmed().implies(other);
    }

    private Meaning affirmed() {
        List<String> kept = new ArrayList<>();
        Set<Integer> keptModifiers = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (!NEGATIONS.contains(words.get(i))) {
                if (modifiers.contains(i)) {
                    keptModifiers.add(kept.size());
                }
                kept.add(words.get(i));
            }
        }
        return new Meaning(List.copyOf(kept), Set.copyOf(keptModifiers), false);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Meaning meaning && words.equals(meaning.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    private static boolean isKindOf(String word, String kind) {
        return word.equals(kind) || KINDS.getOrDefault(word, Set.of()).contains(kind);
    }

    /** A word in the singular, or a verb without the ending of the third person. */
    static String singular(String word) {
        return switch (word) {
            case "children" -> "child";
            case "people" -> "person";
            case "men" -> "man";
            case "women" -> "woman";
            case "knives" -> "knife";
            case "babies" -> "baby";
            case "teeth" -> "tooth";
            case "feet" -> "foot";
            default -> {
                boolean plural =
                        word.length() > 3 && word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us");
                yield plural
                        ? word.replaceFirst("(?<=ch|sh|x|ss|z)es$|ies$|s$", word.endsWith("ies") ? "y" : "")
                        : word;
            }
        };
    }

    /** By word, every kind that it is one of, kinds of kinds too. */
    private static Map<String, Set<String>> kinds() {
        Map<String, Set<String>> direct = new HashMap<>();
        try (InputStream in = Meaning.class.getResourceAsStream("kinds.txt")) {
            if (in == null) {
                throw new IllegalStateException("the word list kinds.txt is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.startsWith("#")) {
                    String kind = line.substring(0, colon).strip();
                    for (String word : line.substring(colon + 1).strip().split("\\s+", -1)) {
                        direct.computeIfAbsent(word, unseen -> new HashSet<>()).add(kind);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Set<String>> all = new HashMap<>();
        direct.keySet().forEach(word -> all.put(word, closure(word, direct, new HashSet<>())));
        return all;
    }

    private static Set<String> closure(String word, Map<String, Set<String>> direct, Set<String> seen) {
        for (String kind : direct.getOrDefault(word, Set.of())) {
            if (seen.add(kind)) {
                closure(kind, direct, seen);
            }
        }
        return seen;
    }
}
