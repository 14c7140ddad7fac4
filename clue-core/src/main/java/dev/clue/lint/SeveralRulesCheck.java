package dev.clue.lint;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a rule is several: two sentences, two prohibitions in one sentence, or a list of unrelated things. */
final class SeveralRulesCheck {

    private static final Pattern SENTENCE_END =
            Pattern.compile("(?<!\\b(?:e\\.g|i\\.e|etc|vs|Mr|Mrs|Dr))[.!?;]\\s+(?=\\S)");
    private static final String PROHIBITION = "(?:must|should|shall|may|can|could|do|does|are|is) (?:not|never)"
            + "(?! (?:count|apply|matter|belong))|cannot|can't|don't|doesn't|mustn't|shouldn't|isn't|aren't"
            + "|(?:is|are) (?:prohibited|forbidden|banned)|(?:not|never) (?:allowed|permitted)";

    /** What makes of a second sentence a second rule, where "toys do not count" is none. */
    private static final Pattern DEMAND = Lexicon.wholeWords(
            PROHIBITION + "|must|should|shall|need to|has to|have to|no|never|nobody|no one|avoid|keep|only");

    /** A second prohibition behind a conjunction, perhaps with a subject of its own. */
    private static final Pattern TWICE = Lexicon.wholeWords("(?:" + PROHIBITION
            + "|nobody|no one|no|never|must|should) .*?[ ,](?:and|or|nor|but|as well as)(?: also)?(?: \\p{L}+){0,5}? (?:"
            + PROHIBITION + "|must|should|may|no \\p{L}+ (?:may|must|should|can))");

    private static final Pattern COORDINATED_NO = Pattern.compile("(?i)\\bno [^.;]*?(?:, |,? (?:and|or) )no \\p{L}");
    private static final Pattern LIST_OF_THINGS = Pattern.compile(
            "^(?:(?:(?:an? |the |any )?(?:image|picture|photo|scene|content)s? )?(?:must|should|may|can) (?:not|never)"
                    + " (?:show|contain|depict|include|have|display)|do not show|don't show|never show|avoid|no|there"
                    + " (?:must|should) be no)\\s+([^,;]+(?:,\\s*[^,;]+)+,?\\s+(?:and|or|nor)\\s+.+)$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TWO_THINGS = Pattern.compile(
            "^(?:(?:(?:an? |the |any )?(?:image|picture|photo|scene|content)s? )?(?:must|should|may|can) (?:not|never)"
                    + " (?:show|contain|depict|include|have|display)|do not show|don't show|never show|avoid|no|there"
                    + " (?:must|should) be no)\\s+(?:\\p{L}+[ -]){1,3}(?:and|or|nor)\\s+(?:\\p{L}+[ -]?){1,2}[.!]?$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SEPARATELY =
            Lexicon.wholeWords("and also|as well as|in addition|additionally|furthermore|also");

    private static final String ADVICE = "; which of them is violated could not be said: write a rule for each";

    private SeveralRulesCheck() {}

    static void check(LintedRule rule, Collected collected) {
        String text = rule.text().text();
        if (text.length() > LengthCheck.MOST_CHARACTERS) {
            return;
        }
        Optional<Part> second = second(text);
        second.ifPresent(part -> collected.add(
                LintCode.SEVERAL_RULES, rule, rule.text(), part.start(), part.end(), part.why() + ADVICE));
    }

    private record Part(int start, int end, String why) {}

    private static Optional<Part> second(String text) {
        Matcher sentence = SENTENCE_END.matcher(text);
        if (sentence.find() && DEMAND.matcher(text.substring(sentence.end())).find()) {
            return Optional.of(new Part(sentence.end(), text.length(), "a second sentence begins here"));
        }
        for (Pattern pattern : List.of(TWICE, COORDINATED_NO)) {
            Optional<MatchResult> found = first(pattern, text);
            if (found.isPresent()) {
                return Optional.of(
                        new Part(found.get().start(), found.get().end(), "something is forbidden twice here"));
            }
        }
        for (Pattern pattern : List.of(LIST_OF_THINGS, TWO_THINGS)) {
            Optional<MatchResult> found = first(pattern, text);
            if (found.isPresent()) {
                return Optional.of(new Part(0, text.length(), "a list of things is forbidden"));
            }
        }
        return first(SEPARATELY, text)
                .map(also -> new Part(also.start(), text.length(), "'" + also.group() + "' begins something else"));
    }

    private static Optional<MatchResult> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }
}
