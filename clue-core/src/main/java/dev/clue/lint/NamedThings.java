package dev.clue.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The things that a statement names, where its grammar leaves no doubt. English hardly tells a noun from a verb or an
 * adjective ("two men fight", "a red light", "red and blue bottles"), so where a word could be another one, nothing is said
 * of the whole statement.
 */
final class NamedThings {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");
    private static final Pattern PLACE = Pattern.compile("\\b(?:in front|on top) of\\b");
    private static final int MOST_WORDS = 3;
    private static final int MOST_WORDS_OF_AN_OBJECT = 2;
    private static final int MOST_OBJECTS = 3;

    private static final Pattern VERB = Pattern.compile(
            "(?:touch|reach|cross|push)(?:es)?|carr(?:y|ies)|lies?|faces?|(?:hold|wear|point|sit|stand|use|eat|drink|smoke|look"
                    + "|show|contain|bleed|aim|ride|drive|hit|kick|bite|cut|cover|hang|lean|climb|jump|fall|run|play|swim"
                    + "|sleep|light|burn|block|open|pour|pull|kneel|plunge)s?");

    /** Verbs that no noun looks like. */
    private static final Pattern PLAIN_VERB = Pattern.compile(
            "touch(?:es)?|carr(?:y|ies)|lies?|(?:hold|wear|sit|stand|eat|contain|bleed|hang|lean|kneel)s?");

    private static final Pattern PLAIN_PARTICIPLE =
            Pattern.compile("(?:touch|carry|ly|hold|wear|sitt|stand|eat|smok|rid|bleed|hang|lean|kneel)ing");

    private static final Pattern PARTICIPLE = Pattern.compile(".{2,}ing");
    private static final Pattern NO_NOUN = Pattern.compile(".{2,}ing|.{3,}ed|.{2,}ly|.*(?:ways|wards|stairs|doors)");

    /** Behind a noun they say what was done with it or by it: "a horse drawn cart". Those that are often nouns are not here. */
    private static final Pattern IRREGULAR_PARTICIPLE =
            Pattern.compile("beaten|bent|bitten|blown|born|borne|bound|bought|bred"
                    + "|broken|brought|built|burnt|caught|chosen|done|drawn|driven|dug|eaten|fallen|fed|flown|forgotten|fought|frozen"
                    + "|given|gone|grown|hewn|hidden|hung|kept|knelt|known|laid|led|lent|lit|lost|made|mown|paid|ridden|risen|sent"
                    + "|sewn|shaken|shaven|shown|shrunk|slain|slept|slung|sold|sown|spent|spilt|split|spoilt|spoken|sprung|spun|stolen"
                    + "|struck|strung|stuck|stung|sung|sunk|swept|swollen|sworn|swung|taken|taught|thrown|told|torn|trodden|woken|won"
                    + "|worn|woven|written");

    /** Behind these, what is said of a thing follows, and no other thing. */
    private static final Set<String> SAID =
            Set.of("is", "are", "was", "be", "being", "visible", "shown", "seen", "present", "not");

    /** Behind these, a thing or a verb follows. */
    private static final Set<String> JOINING = Set.of("and", "or", "while", "that", "which", "who");

    /** Before these, the last word may be an adjective: "a person close to a statue". */
    private static final Set<String> COMPLEMENTING = Set.of("of", "to", "than", "as", "for", "from", "not");

    private static final Set<String> ONE = Set.of("a", "an", "another", "one");
    private static final Set<String> SEVERAL = Set.of("two", "three", "four", "five", "least", "more");

    /** What stands without an article in the singular. */
    private static final Set<String> MASS = Set.of(
            "fire",
            "water",
            "snow",
            "ice",
            "blood",
            "grass",
            "sand",
            "mud",
            "smoke",
            "wine",
            "beer",
            "milk",
            "food",
            "money",
            "clothing");

    private static final Set<String> ADJECTIVES = Set.of(
            "red", "blue", "green", "yellow", "black", "white", "brown", "grey", "gray", "pink", "purple", "large",
            "small", "big", "little", "tall", "short", "long", "old", "young", "full", "empty", "wet", "dry", "sad",
            "happy");

    /** Plurals that look like singulars: "the police arrest" is no kind of arrest. */
    private static final Set<String> UNINFLECTED =
            Set.of("police", "sheep", "deer", "fish", "mice", "geese", "cattle", "rich", "poor");

    /** What no detector looks for. */
    private static final Set<String> NO_THING = Set.of(
            "image",
            "picture",
            "photo",
            "photograph",
            "scene",
            "background",
            "foreground",
            "time",
            "night",
            "day",
            "front",
            "top",
            "middle",
            "side",
            "left",
            "right",
            "other");

    /** What stands behind a noun and is none. */
    private static final Set<String> BEHIND_NOUNS = Set.of(
            "alone",
            "asleep",
            "awake",
            "naked",
            "together",
            "upside",
            "half",
            "indoors",
            "outdoors",
            "open",
            "often",
            "never",
            "always",
            "now",
            "just",
            "almost",
            "only",
            "also",
            "still",
            "even",
            "already",
            "there",
            "here",
            "very",
            "too",
            "away",
            "back",
            "apart",
            "can",
            "could",
            "may",
            "might",
            "must",
            "will",
            "would",
            "should",
            "do",
            "does",
            "did",
            "had",
            "were",
            "ran",
            "fell",
            "bit",
            "held",
            "stood",
            "sat",
            "lay",
            "wore",
            "took",
            "put",
            "shot");

    private final List<String> words;
    private final List<String> things = new ArrayList<>();
    private final List<String> phrase = new ArrayList<>();

    /** What the phrase begins with, or nothing. */
    private String determiner = "";

    /** What stood before the phrase, or nothing. */
    private String before = "";

    private NamedThings(List<String> words) {
        this.words = words;
    }

    /** At most three, each of at most two words; none where there is doubt. */
    static List<String> in(String statement) {
        String text = statement.strip().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        List<String> words = List.of(PLACE.matcher(text).replaceAll("on").split("\\s+", -1));
        if (!words.stream().allMatch(word -> WORD.matcher(word).matches())) {
            return List.of();
        }
        NamedThings named = new NamedThings(words);
        return named.read()
                ? named.things.stream().distinct().limit(MOST_OBJECTS).toList()
                : List.of();
    }

    /** @return false where there is doubt */
    private boolean read() {
        boolean sound = true;
        for (int i = 0; i < words.size() && sound; i++) {
            String word = words.get(i);
            if (isDeterminer(word)) {
                // A verb that is not known stands before it: "a man threw a ball".
                sound = phrase.isEmpty();
                determiner = word;
            } else if (NounPhrase.ENDS.contains(word)) {
                sound = close(word) && !(SAID.contains(before) && JOINING.contains(word));
                before = word;
            } else if (determiner.isEmpty() && SAID.contains(before)) {
                // One word says how the thing is: "is lit".
                sound = phrase.isEmpty() && (i == 0 || words.get(i - 1).equals(before));
            } else if (isVerb(word, i + 1 < words.size() ? words.get(i + 1) : "")) {
                sound = close(word);
                before = word;
            } else {
                phrase.add(word);
            }
        }
        return sound && close("");
    }

    private boolean isDeterminer(String word) {
        return NounPhrase.DETERMINERS.contains(word)
                && (!NounPhrase.ENDS.contains(word) || (!determiner.isEmpty() && phrase.isEmpty()));
    }

    private boolean isVerb(String word, String next) {
        if (phrase.isEmpty()) {
            return determiner.isEmpty()
                    && JOINING.contains(before)
                    && VERB.matcher(word).matches();
        }
        boolean object = NounPhrase.DETERMINERS.contains(next) && !NounPhrase.ENDS.contains(next);
        if (PARTICIPLE.matcher(word).matches()) {
            return object || PLAIN_PARTICIPLE.matcher(word).matches();
        }
        if (!VERB.matcher(word).matches()) {
            return false;
        }
        boolean ofOne = isPlural(word);
        if (ONE.contains(determiner)) {
            return ofOne;
        }
        return ofOne != isPlural(phrase.getLast())
                && (object || PLAIN_VERB.matcher(word).matches());
    }

    /** @return false if the phrase may be none, or its noun another one */
    private boolean close(String behind) {
        if (phrase.isEmpty()) {
            return determiner.isEmpty();
        }
        boolean certain = isCertain(behind);
        things.add(String.join(
                " ", phrase.subList(Math.max(0, phrase.size() - MOST_WORDS_OF_AN_OBJECT), phrase.size())));
        phrase.clear();
        determiner = "";
        return certain;
    }

    private boolean isCertain(String behind) {
        String noun = phrase.getLast();
        List<String> first = phrase.subList(0, phrase.size() - 1);
        if (ADJECTIVES.contains(noun)
                || NO_THING.contains(noun)
                || phrase.stream().anyMatch(BEHIND_NOUNS::contains)
                || first.stream().anyMatch(NamedThings::isPlural)) {
            return false;
        }
        if (determiner.isEmpty()) {
            return first.isEmpty() && isBareNoun(noun);
        }
        boolean plural = isPlural(noun);
        if (first.isEmpty()) {
            return plural || !SEVERAL.contains(determiner);
        }
        return phrase.size() <= MOST_WORDS
                && phrase.stream().skip(1).noneMatch(NamedThings::mayBeNoNoun)
                && !UNINFLECTED.contains(phrase.getFirst())
                && !COMPLEMENTING.contains(behind)
                && !JOINING.contains(before) // "a man and a woman hug" has its verb without an ending.
                && plural == SEVERAL.contains(determiner);
    }

    private boolean isBareNoun(String noun) {
        return (isPlural(noun) || (MASS.contains(noun) && !before.isEmpty()))
                && !JOINING.contains(before)
                && !mayBeNoNoun(noun);
    }

    private static boolean mayBeNoNoun(String word) {
        return VERB.matcher(word).matches()
                || NO_NOUN.matcher(word).matches()
                || IRREGULAR_PARTICIPLE.matcher(word).matches();
    }

    /** A plural, or the third person of a verb, which looks alike. */
    private static boolean isPlural(String word) {
        return !Meaning.singular(word).equals(word);
    }
}
