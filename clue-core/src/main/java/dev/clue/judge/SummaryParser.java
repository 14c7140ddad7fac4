package dev.clue.judge;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON summary of a chain of thought, paper section 3.5. Tolerant of the ways in which models break JSON,
 * never of a rating that is missing, cut off, unclear or contradicted: a rating is not guessed.
 */
final class SummaryParser {

    private static final String RATING = "rating";
    private static final String RATIONALE = "rationale";
    private static final Pattern STARTS_WITH_RATING = Pattern.compile("[\"'`]?rating\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern FENCE = Pattern.compile("```[a-zA-Z]*");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}]+");
    private static final List<String> YES = List.of("yes", "true");
    private static final List<String> NO = List.of("no", "false");

    private SummaryParser() {}

    static Summary parse(String summary) {
        String text = FENCE.matcher(summary).replaceAll("").strip();
        boolean bare = STARTS_WITH_RATING.matcher(text).lookingAt();
        List<LenientJson.Field> fields = bare ? LenientJson.withoutBraces(text) : LenientJson.inObjects(text);
        List<LenientJson.Field> ratings = named(fields, RATING);
        if (ratings.isEmpty()) {
            return new Summary.Unusable("its summary has no rating");
        }
        Boolean visible = null;
        for (LenientJson.Field rating : ratings) {
            if (!rating.whole()) {
                return new Summary.Unusable("its summary is cut off before the end of the rating");
            }
            Boolean value = yesOrNo(rating.value());
            if (value == null) {
                return new Summary.Unusable("the rating of its summary is neither Yes nor No");
            }
            if (visible != null && !visible.equals(value)) {
                return new Summary.Unusable("the ratings of its summary contradict each other");
            }
            visible = value;
        }
        return new Summary.Rated(Boolean.TRUE.equals(visible), rationale(fields));
    }

    private static List<LenientJson.Field> named(List<LenientJson.Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().strip().equalsIgnoreCase(name))
                .toList();
    }

    private static @Nullable String rationale(List<LenientJson.Field> fields) {
        return named(fields, RATIONALE).stream()
                .map(LenientJson.Field::value)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst()
                .orElse(null);
    }

    /** The first word decides, unless its opposite is among the others. */
    private static @Nullable Boolean yesOrNo(@Nullable String value) {
        if (value == null) {
            return null;
        }
        List<String> words = BETWEEN_WORDS
                .splitAsStream(value.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean yes = words.stream().anyMatch(YES::contains);
        boolean no = words.stream().anyMatch(NO::contains);
        if (yes == no || !(YES.contains(words.getFirst()) || NO.contains(words.getFirst()))) {
            return null;
        }
        return yes;
    }
}
