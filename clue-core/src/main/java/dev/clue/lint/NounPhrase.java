package dev.clue.lint;

import java.util.List;
import java.util.Set;

/** Where things are named in the plain English of statements. */
final class NounPhrase {

    /** What begins a noun phrase. */
    static final Set<String> DETERMINERS = Set.of(
            "a",
            "an",
            "the",
            "one",
            "two",
            "three",
            "four",
            "five",
            "some",
            "any",
            "no",
            "another",
            "at",
            "least",
            "more",
            "than",
            "his",
            "her",
            "its",
            "their",
            "someone's");

    /** Where a noun phrase ends: verbs of statements, prepositions, conjunctions. */
    static final Set<String> ENDS = Set.of(
            "is", "are", "be", "being", "was", "has", "have", "of", "in", "on", "at", "by", "with", "near", "next",
            "to", "from", "into", "inside", "outside", "under", "over", "above", "below", "behind", "beside", "between",
            "against", "around", "across", "along", "through", "toward", "towards", "onto", "off", "out", "up", "down",
            "and", "or", "while", "that", "which", "who", "visible", "shown", "seen", "present", "without", "within",
            "as", "for", "than", "not");

    /** What may stand before a noun in the singular, so that its phrase is whole. */
    private static final Set<String> SINGULAR =
            Set.of("a", "an", "the", "one", "another", "any", "no", "his", "her", "its", "their", "someone's");

    /** What stands behind its noun. */
    private static final Set<String> BEHIND =
            Set.of("alone", "asleep", "awake", "naked", "together", "upside", "half", "indoors", "outdoors", "open");

    private NounPhrase() {}

    /**
     * Whether a word says what kind of thing the next word is: "cigarette" does in "a cigarette packet", and "dog" does not
     * in "a dog sits".
     *
     * @param words in lower case; {@link Meaning#PAUSE} for what stands between them
     * @param at which of them
     */
    static boolean isModifier(List<String> words, int at) {
        if (at + 1 >= words.size() || isBorder(words.get(at)) || isBorder(words.get(at + 1))) {
            return false;
        }
        String next = words.get(at + 1);
        if (isPlural(words.get(at)) || next.matches(".{2,}(?:ing|ed|ly)|\\p{N}.*") || BEHIND.contains(next)) {
            return false;
        }
        // In "a dog sits" the noun phrase is over; "cigarette packets" has no article, so it goes on.
        return !(isPlural(next) && isDetermined(words, at));
    }

    private static boolean isBorder(String word) {
        return word.equals(Meaning.PAUSE) || DETERMINERS.contains(word) || ENDS.contains(word);
    }

    /** A plural, or the third person of a verb, which looks alike. */
    private static boolean isPlural(String word) {
        return !Meaning.singular(word).equals(word);
    }

    private static boolean isDetermined(List<String> words, int at) {
        int before = at - 1;
        while (before >= 0 && !isBorder(words.get(before))) {
            before--;
        }
        return before >= 0 && SINGULAR.contains(words.get(before));
    }
}
