package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a row says about the whole image. */
enum WholeLabel {
    /** It violates a rule. */
    UNSAFE,

    /** It violates none. */
    SAFE,

    /** Something that the mapping gives no meaning. */
    UNCLEAR,

    /** There is a cell for it, and nothing in it; or it is in a column of another name. */
    EMPTY,

    /** There is no cell for it. */
    ABSENT;

    /**
     * Reads it; a value that means neither is a problem.
     *
     * @param misnamed whether the table has a column for it under another name
     */
    static WholeLabel of(ColumnMapping.@Nullable Label label, boolean misnamed, Row row, Problems problems) {
        JsonNode cell = label == null ? null : row.cells().get(label.column());
        if (label == null || cell == null) {
            return misnamed ? EMPTY : ABSENT;
        }
        if (Cells.isEmpty(cell)) {
            return EMPTY;
        }
        return ImageLabel.of(label, cell, row.where(), problems)
                .map(unsafe -> unsafe ? UNSAFE : SAFE)
                .orElse(UNCLEAR);
    }

    /** True for unsafe, false for safe, null where it says neither. */
    @Nullable Boolean unsafe() {
        return switch (this) {
            case UNSAFE -> Boolean.TRUE;
            case SAFE -> Boolean.FALSE;
            case UNCLEAR, EMPTY, ABSENT -> null;
        };
    }

    /**
     * Whether an empty list beside it says that no rule is violated. Where the label is missing or misspelt, the list may
     * be empty because nobody has looked at the image.
     *
     * @param written whether the list is written as an empty one, and not a cell without text
     */
    boolean allowsNone(boolean written) {
        return switch (this) {
            case SAFE, ABSENT -> true;
            case UNSAFE -> written; // and contradicts it
            case UNCLEAR, EMPTY -> false;
        };
    }
}
