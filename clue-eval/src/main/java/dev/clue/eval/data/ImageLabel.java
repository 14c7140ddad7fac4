package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.DidYouMean;
import dev.clue.eval.data.ColumnMapping.Label;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a cell says about the whole image. */
final class ImageLabel {

    private static final int LONGEST_EXCERPT = 40;

    private ImageLabel() {}

    /** Whether the cell means unsafe; nothing where it means neither. */
    static Optional<Boolean> of(@Nullable Label label, JsonNode cell) {
        Optional<String> written = Cells.text(cell);
        if (label == null || written.isEmpty()) {
            return Optional.empty();
        }
        if (label.unsafe().stream().anyMatch(written.get()::equalsIgnoreCase)) {
            return Optional.of(true);
        }
        return label.safe().stream().anyMatch(written.get()::equalsIgnoreCase) ? Optional.of(false) : Optional.empty();
    }

    /** The same; a value that means neither is a problem. */
    static Optional<Boolean> of(Label label, JsonNode cell, String where, Problems problems) {
        Optional<Boolean> unsafe = of(label, cell);
        if (unsafe.isEmpty()) {
            List<String> known = Stream.concat(label.safe().stream(), label.unsafe().stream())
                    .toList();
            String written = excerpt(cell);
            problems.add(
                    where,
                    "the label '" + written + "' in column '" + label.column() + "' is none of "
                            + String.join(", ", known) + " and is not used" + DidYouMean.suggestion(known, written),
                    "mend the label, or say in a mapping file what it means");
        }
        return unsafe;
    }

    static String excerpt(JsonNode cell) {
        String text = cell.isTextual() ? cell.textValue() : cell.toString();
        return text.length() <= LONGEST_EXCERPT
                ? text
                : text.substring(
                                0,
                                text.offsetByCodePoints(
                                        0, Math.min(LONGEST_EXCERPT, text.codePointCount(0, text.length()))))
                        + "…";
    }
}
