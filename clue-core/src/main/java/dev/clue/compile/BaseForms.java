package dev.clue.compile;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of which an English word may be a form: its singular, its verb. Without a dictionary there are several, most
 * of which are none; two words are taken for forms of the same where they have one in common.
 */
final class BaseForms {

    private static final Map<String, String> IRREGULAR = Map.of(
            "people", "person",
            "children", "child",
            "feet", "foot",
            "teeth", "tooth",
            "geese", "goose",
            "mice", "mouse",
            "oxen", "ox",
            "lying", "lie");

    private static final int LONG_ENOUGH = 3;

    /** After these sounds the plural has an e of its own: boxes are of box, but capes are not of cap. */
    private static final Pattern SIBILANT_AND_ES = Pattern.compile(".*(s|x|z|ch|sh|o)es");

    private BaseForms() {}

    /** As a noun or a verb; the word itself among them. */
    static Set<String> of(String word) {
        Set<String> bases = ofNoun(word);
        String bare = bare(word);
        addVerb(bases, bare, "ing");
        addVerb(bases, bare, "ed");
        return bases;
    }

    /** As a noun alone: fishing is no form of fish. */
    static Set<String> ofNoun(String word) {
        String bare = bare(word);
        Set<String> bases = new HashSet<>(Set.of(bare));
        String irregular = IRREGULAR.get(bare);
        if (irregular != null) {
            bases.add(irregular);
        }
        add(bases, bare, "men", "man");
        add(bases, bare, "ies", "y");
        add(bases, bare, "ves", "f", "fe");
        if (SIBILANT_AND_ES.matcher(bare).matches()) {
            add(bases, bare, "es", "");
        }
        add(bases, bare, "i", "us");
        if (!bare.endsWith("ss")) {
            add(bases, bare, "s", "");
        }
        return bases;
    }

    private static String bare(String word) {
        return word.replaceFirst("'s?$", "");
    }

    /** Whether words with these base forms may be forms of the same. */
    static boolean meet(Set<String> one, Set<String> other) {
        return !Collections.disjoint(one, other);
    }

    private static void add(Set<String> bases, String word, String ending, String... replacements) {
        if (word.endsWith(ending)) {
            String stem = word.substring(0, word.length() - ending.length());
            for (String replacement : replacements) {
                if ((stem + replacement).length() >= LONG_ENOUGH) {
                    bases.add(stem + replacement);
                }
            }
        }
    }

    /** Touching is of touch, riding of ride, sitting of sit; thing is of nothing else. */
    private static void addVerb(Set<String> bases, String word, String ending) {
        String stem = word.substring(0, Math.max(0, word.length() - ending.length()));
        if (!word.endsWith(ending) || stem.length() < LONG_ENOUGH) {
            return;
        }
        bases.add(stem);
        bases.add(stem + "e");
        int last = stem.length() - 1;
        if (stem.charAt(last) == stem.charAt(last - 1)) {
            bases.add(stem.substring(0, last));
        }
    }
}
