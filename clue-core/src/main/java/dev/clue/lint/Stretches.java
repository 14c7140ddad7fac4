package dev.clue.lint;

import dev.clue.yaml.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of a file, nested in each other or apart as the parts of a document are, each with what belongs to it. Which
 * of them have a place inside is found without looking at all of them.
 *
 * @param <T> what belongs to a stretch
 */
final class Stretches<T> {

    private static final Comparator<Span> OUTER_FIRST = Comparator.comparingInt(Span::start)
            .thenComparing(Comparator.comparingInt(Span::end).reversed());

    /** The innermost stretch that begins at a place, by that place. */
    private final TreeMap<Integer, Stretch<T>> byStart = new TreeMap<>();

    private Stretches() {}

    private record Stretch<T>(
            Span span, List<T> contents, @Nullable Stretch<T> around) {}

    /**
     * One stretch for the file.
     *
     * @param span where
     * @param content what belongs to it
     */
    record Part<T>(Span span, T content) {}

    static <T> Stretches<T> of(List<Part<T>> parts) {
        Stretches<T> stretches = new Stretches<>();
        Stretch<T> last = null;
        for (Part<T> part : parts.stream()
                .sorted(Comparator.comparing(Part::span, OUTER_FIRST))
                .toList()) {
            while (last != null && last.span().end() < part.span().end()) {
                last = last.around();
            }
            if (last == null || !last.span().equals(part.span())) {
                last = new Stretch<>(part.span(), new ArrayList<>(), last);
                stretches.byStart.put(part.span().start(), last);
            }
            last.contents().add(part.content());
        }
        return stretches;
    }

    /** What belongs to the stretches that have everything from a place to another inside, the innermost first. */
    List<List<T>> around(int start, int end) {
        List<List<T>> found = new ArrayList<>();
        var nearest = byStart.floorEntry(start);
        for (Stretch<T> stretch = nearest == null ? null : nearest.getValue();
                stretch != null;
                stretch = stretch.around()) {
            if (stretch.span().end() >= end) {
                found.add(stretch.contents());
            }
        }
        return found;
    }
}
