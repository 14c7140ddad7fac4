package dev.clue.compile;

import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what a chain says in words that the model that judges does not know. Known are the names of things and groups in
 * any number, each as a whole; the words of the forms and settings; words without a meaning of their own; and what stands
 * in quotation marks, which is to be read in the picture.
 */
final class VocabularyCheck {

    /** The check's name. */
    static final String NAME = "vocabulary";

    private static final String ADVICE =
            "say it with the nearest thing or group of the vocabulary and in one of its forms, or judge by a model that"
                    + " knows these words";

    /** In single quotes too, where they are no apostrophes. */
    private static final Pattern QUOTED =
            Pattern.compile("[\"“][^\"“”]*[\"”]|(?<![\\p{L}\\p{N}])['‘].*?['’](?![\\p{L}\\p{N}])");
    /** A letter of a form that stands for a thing, a number or a word, with or without the s of the plural. */
    private static final Pattern PLACE = Pattern.compile("\\P{L}*\\p{Lu}s?\\P{L}*");

    private final String name;
    private final List<List<Set<String>>> names;
    private final List<Set<String>> formWords;

    VocabularyCheck(Vocabulary vocabulary) {
        this.name = vocabulary.name();
        this.names = Stream.of(
                        vocabulary.objects().stream(),
                        vocabulary.groups().keySet().stream(),
                        vocabulary.synonyms().values().stream().flatMap(Collection::stream))
                .flatMap(all -> all)
                .map(VocabularyCheck::nouns)
                .toList();
        this.formWords = Stream.concat(
                        vocabulary.settings().stream(),
                        vocabulary.forms().stream().map(VocabularyCheck::withoutPlaces))
                .flatMap(text -> words(text).stream())
                .map(BaseForms::of)
                .distinct()
                .toList();
    }

    /** One for each statement that has such words. */
    List<LockFinding> statements(Chain chain) {
        return chain.statements().stream()
                .flatMap(statement -> finding("\"" + statement + "\"", unknown(statement)).stream())
                .toList();
    }

    /** One for each object that has such words, other than those that its statement has too. */
    List<LockFinding> objects(String statement, List<String> objects) {
        List<Set<String>> said = unknown(statement).stream().map(BaseForms::of).toList();
        return objects.stream()
                .flatMap(object -> finding(
                        "\"" + object + "\", an object of \"" + statement + "\",",
                        unknown(object).stream()
                                .filter(word ->
                                        said.stream().noneMatch(other -> BaseForms.meet(other, BaseForms.of(word))))
                                .toList())
                        .stream())
                .toList();
    }

    private Optional<LockFinding> finding(String what, List<String> unknown) {
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(new LockFinding(
                        NAME,
                        Severity.WARNING,
                        what + " has words that are not in the vocabulary " + name + ": " + String.join(", ", unknown),
                        ADVICE));
    }

    /** The words of a text that are not known, each once, as they are written in lower case. */
    List<String> unknown(String text) {
        List<String> words = words(QUOTED.matcher(text).replaceAll(" "));
        List<Set<String>> nouns = words.stream().map(BaseForms::ofNoun).toList();
        List<String> unknown = new ArrayList<>();
        int i = 0;
        while (i < words.size()) {
            int length = longestName(nouns.subList(i, nouns.size()));
            if (length == 0 && !isKnown(words.get(i))) {
                unknown.add(words.get(i));
            }
            i += Math.max(1, length);
        }
        return unknown.stream().distinct().toList();
    }

    /** How many of the first words are a name; 0 if none is. */
    private int longestName(List<Set<String>> words) {
        return names.stream()
                .filter(candidate -> candidate.size() <= words.size())
                .filter(candidate -> startsWith(words, candidate))
                .mapToInt(List::size)
                .max()
                .orElse(0);
    }

    private static boolean startsWith(List<Set<String>> words, List<Set<String>> beginning) {
        for (int i = 0; i < beginning.size(); i++) {
            if (!BaseForms.meet(words.get(i), beginning.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isKnown(String word) {
        Set<String> bases = BaseForms.of(word);
        return Words.isFunctionWord(word) || formWords.stream().anyMatch(known -> BaseForms.meet(known, bases));
    }

    private static String withoutPlaces(String form) {
        return Arrays.stream(form.split(" ", -1))
                .filter(word -> !PLACE.matcher(word).matches())
                .collect(Collectors.joining(" "));
    }

    private static List<Set<String>> nouns(String text) {
        return words(text).stream().map(BaseForms::ofNoun).toList();
    }

    /** Words joined by a hyphen count one by one, so that upside-down is upside down. */
    private static List<String> words(String text) {
        return Words.of(text.replace('-', ' ').toLowerCase(Locale.ROOT));
    }
}
