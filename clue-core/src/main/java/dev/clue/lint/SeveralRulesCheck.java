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

    /** A first prohibition. */
    private static final Pattern FIRST =
            Lexicon.wholeWords("(?:" + PROHIBITION + "|nobody|no one|no|never|must|should)");

    /** A second one behind a conjunction, perhaps with a subject of its own. */
    private static final Pattern SECOND = Pattern.compile(
            "[ ,](?:and|or|nor|but|as well as)(?: also)?(?: \\p{L}+){0,5}? (?:" + PROHIBITION
                    + "|must|should|may|no \\p{L}+ (?:may|must|should|can))(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern VERB = Lexicon.wholeWords("must|should|shall|may|can|could|do|does|are|is");

    private static final Pattern CLAUSE = Pattern.compile("[^.;]+");
    private static final Pattern NO = Pattern.compile("\\bno ", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANOTHER_NO =
            Pattern.compile("(?:, |,? (?:and|or) )no \\p{L}", Pattern.CASE_INSENSITIVE);

    private static final String FORBIDDEN =
            "^(?:(?:(?:an? |the |any )?(?:image|picture|photo|scene|content)s? )?(?:must|should|may|can) (?:not|never)"
                    + " (?:show|contain|depict|include|have|display)|do not show|don't show|never show|avoid|no|there"
                    + " (?:must|should) be no)\\s+";

    /** Things that are forbidden one by one. What "or" joins are alternatives of one rule, as in a precondition. */
    private static final Pattern LIST_OF_THINGS = Pattern.compile(
            FORBIDDEN + "(?!.*\\bor\\b)[^,;]+(?:,[^,;]+)+,?\\s+(?:and|nor)\\s+.+$", Pattern.CASE_INSENSITIVE);

    private static final Pattern TWO_THINGS = Pattern.compile(
            FORBIDDEN + "(?:\\p{L}+[ -]){1,3}(?:and|nor)\\s+(?:\\p{L}+[ -]?){1,2}[.!]?$", Pattern.CASE_INSENSITIVE);

    private static final Pattern SEPARATELY =
            Lexicon.wholeWords("and also|as well as|in addition|additionally|furthermore|also");

    private static final String ADVICE = "; which of them is violated could not be said: write a rule for each";

    private SeveralRulesCheck() {}

    static void check(LintedRule rule, Collected collected) {
        String text = rule.text().text();
        if (rule.text().isHuge()) {
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
        Optional<Part> twice = twice(text);
        if (twice.isPresent()) {
            return twice;
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

    /** From the first prohibition to the second; whatever follows a later first one follows the first of all too. */
    private static Optional<Part> twice(String text) {
        Matcher first = FIRST.matcher(text);
        while (first.find()) {
            if (text.startsWith(" ", first.end())) {
                Optional<Part> twice = secondAfter(text, first);
                if (twice.isPresent()) {
                    return twice;
                }
                break;
            }
        }
        Matcher clause = CLAUSE.matcher(text);
        while (clause.find()) {
            Matcher no = NO.matcher(text).region(clause.start(), clause.end());
            if (no.find()) {
                Matcher another = ANOTHER_NO.matcher(text).region(no.end(), clause.end());
                if (another.find()) {
                    return Optional.of(part(no, another));
                }
            }
        }
        return Optional.empty();
    }

    /** What "no knife, gun or bomb may be shown" forbids are alternatives, of which the last stands before its only verb. */
    private static Optional<Part> secondAfter(String text, Matcher first) {
        Matcher verb = VERB.matcher(text);
        int firstVerb = verb.find(first.start()) ? verb.start() : text.length();
        Matcher second = SECOND.matcher(text);
        boolean found = second.find(first.end() + 1);
        while (found && second.start() < firstVerb && second.group().startsWith("or", 1)) {
            found = second.find();
        }
        return found ? Optional.of(part(first, second)) : Optional.empty();
    }

    private static Part part(Matcher first, Matcher second) {
        return new Part(first.start(), second.end(), "something is forbidden twice here");
    }

    private static Optional<MatchResult> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }
}
