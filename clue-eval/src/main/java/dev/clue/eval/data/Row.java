package dev.clue.eval.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of labels.
 *
 * @param where file and place, for messages
 * @param cells by column
 * @param image the image where the table holds it, or null where a cell names its file
 */
record Row(String where, ObjectNode cells, @Nullable ImageSource image) {}
