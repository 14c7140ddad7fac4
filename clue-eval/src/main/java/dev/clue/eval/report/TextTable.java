package dev.clue.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A table of columns that line up: the first to the left, the others to the right. A cell is one line, whatever a name in
 * it holds, and a long one is shortened in its middle.
 */
final class TextTable {

    private static final String GAP = "  ";
    private static final int MOST = 80;

    private final UnaryOperator<String> printable;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param printable makes text from outside harmless, and one line */
    TextTable(UnaryOperator<String> printable, String... head) {
        this.printable = printable;
        row(List.of(head));
    }

    void row(List<String> cells) {
        rows.add(cells.stream()
                .map(printable)
                .map(cell -> Shortened.middle(cell, MOST))
                .toList());
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String blanks = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + blanks : GAP + blanks + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
