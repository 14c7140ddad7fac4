package dev.clue.lint;

import dev.clue.lint.Lexicon.Hit;
import java.util.regex.Pattern;

/**
 * Words for something that cannot be seen are part of the name of something that can: the identity in "an identity card",
 * the licence in "a driving licence", the "own" in "her own arm".
 */
final class ThingName {

    /** Things that are named for what is written on them or kept in them. */
    private static final Pattern NAMED_FOR_IT = Pattern.compile(
            "[ -](?:cards?|papers?|documents?|certificates?|passports?|plates?|badges?|tags?|labels?|stickers?|signs?"
                    + "|symbols?|posters?|boards?|bands?|forms?|books?|stamps?|seals?|tickets?)(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DOCUMENT =
            Pattern.compile("(?:licen[cs]es?|permits?)", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern KIND_OF_DOCUMENT = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:driving|fishing|hunting|flying|sailing|parking|residence|work|travel"
                    + "|(?:driver|pilot|hunter)['’]?s) $",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern POSSESSIVE = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:my|your|his|her|its|our|their|\\p{L}{1,40}['’]s|\\p{L}{1,40}s['’]) $",
            Pattern.CASE_INSENSITIVE);

    /** The longest of what may stand before. */
    private static final int BEFORE = 50;

    private ThingName() {}

    /** Whether the words that were found are part of such a name. */
    static boolean has(String text, Hit hit) {
        String words = text.substring(hit.start(), hit.end());
        String before = text.substring(Math.max(0, hit.start() - BEFORE), hit.start());
        return NAMED_FOR_IT.matcher(text).region(hit.end(), text.length()).lookingAt()
                || (DOCUMENT.matcher(words).matches()
                        && KIND_OF_DOCUMENT.matcher(before).find())
                || (words.equalsIgnoreCase("own") && POSSESSIVE.matcher(before).find());
    }
}
