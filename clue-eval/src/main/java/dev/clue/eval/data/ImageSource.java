package dev.clue.eval.data;

import java.io.IOException;

/** Where the bytes of an image are: a file, or a cell of a table. */
public interface ImageSource {

    /** The file's bytes, read anew each time. */
    byte[] bytes() throws IOException;

    /** What a verdict names it by: a path, or the table's path with the row. */
    String uri();
}
