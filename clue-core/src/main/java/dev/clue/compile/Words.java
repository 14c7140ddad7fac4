package dev.clue.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** English words of rules and statements, compared as far as that needs no dictionary. */
final class Words {

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}'’-]+");

    /** Words that deny. A word that ends in n't does too. */
    private static final Set<String> DENIALS = Set.of(
            "no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without", "cannot",
            "lacks", "lacking", "absent");

    /** Words that say what ought to be, and not what is seen. */
    private static final Set<String> NORMS = Set.of(
            "must",
            "should",
            "shall",
            "ought",
            "mustn't",
            "shouldn't",
            "allowed",
            "forbidden",
            "prohibited",
            "permitted",
            "unacceptable",
            "acceptable",
            "inappropriate",
            "appropriate",
            "violates",
            "violation");

    private static final Set<String> FILLERS = Set.of(
            "a", "an", "the", "is", "are", "be", "of", "in", "on", "at", "to", "it", "its", "and", "or", "with", "by",
            "any", "some", "that", "this", "there", "their", "his", "her", "visible", "shown", "seen", "picture",
            "image", "photo", "from", "for", "as", "who", "which", "has", "have", "into");

    /** Words that join others, or stand for them. */
    private static final Set<String> CONNECTIVES = Set.of(
            "another",
            "other",
            "others",
            "such",
            "these",
            "those",
            "they",
            "them",
            "he",
            "she",
            "him",
            "either",
            "but",
            "than",
            "then",
            "while",
            "if",
            "only",
            "just",
            "also",
            "too",
            "same",
            "do",
            "does",
            "was",
            "were",
            "been",
            "being",
            "had",
            "having",
            "can",
            "see",
            "show",
            "shows",
            "contain",
            "contains",
            "exist",
            "exists",
            "present");

    private static final int LONG_ENOUGH = 4;
    private static final int LONG_BEGINNING = 5;

    private Words() {}

    /** In lower case, in order. */
    static List<String> of(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT).replace('’', '\''))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether the texts are the same but for case, punctuation and spaces. */
    static boolean sameText(String one, String other) {
        return of(one).equals(of(other));
    }

    /** How often the text denies. */
    static int denials(String text) {
        return Math.toIntExact(of(text).stream().filter(Words::denies).count());
    }

    private static boolean denies(String word) {
        return DENIALS.contains(word) || word.endsWith("n't");
    }

    /** The words by which the text says what ought to be. */
    static List<String> norms(String text) {
        return of(text).stream().filter(NORMS::contains).distinct().toList();
    }

    /** What the text says, without words that deny and words that say nothing by themselves. */
    static List<String> content(String text) {
        List<String> content = new ArrayList<>();
        for (String word : of(text)) {
            if (!denies(word) && !FILLERS.contains(word) && !NORMS.contains(word)) {
                content.add(stem(word));
            }
        }
        return content;
    }

    /** Whether the word says nothing by itself, denies, or counts. */
    static boolean isFunctionWord(String word) {
        return denies(word)
                || FILLERS.contains(word)
                || CONNECTIVES.contains(word)
                || NUMBERS.contains(word)
                || word.matches("\\d+");
    }

    /** Whether one of the words is a word of the text, in another form perhaps. */
    static boolean mentions(String text, String words) {
        List<String> inText = content(text);
        return content(words).stream().anyMatch(word -> inText.stream().anyMatch(other -> alike(word, other)));
    }

    /** The numbers in the text, in digits or words. */
    static List<String> numbers(String text) {
        return of(text).stream()
                .filter(word -> word.matches("\\d+") || NUMBERS.contains(word))
                .toList();
    }

    private static final Set<String> NUMBERS = Set.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "dozen", "twenty", "least", "most", "more", "fewer", "less", "exactly", "half", "both", "all", "every",
            "each");

    private static boolean alike(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        int shorter = Math.min(one.length(), other.length());
        return (shorter >= LONG_ENOUGH && (one.startsWith(other) || other.startsWith(one)))
                || (shorter >= LONG_BEGINNING
                        && one.substring(0, LONG_BEGINNING).equals(other.substring(0, LONG_BEGINNING)));
    }

    private static String stem(String word) {
        String stem = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        if (stem.length() > LONG_ENOUGH && stem.endsWith("ies")) {
            return stem.substring(0, stem.length() - 3) + "y";
        }
        return stem.length() > 3 && stem.endsWith("s") && !stem.endsWith("ss")
                ? stem.substring(0, stem.length() - 1)
                : stem;
    }
}
