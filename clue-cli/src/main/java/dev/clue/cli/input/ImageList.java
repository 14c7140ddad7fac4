package dev.clue.cli.input;

import java.util.List;

/**
 * The images of a run, in the order in which they are judged and reported.
 *
 * @param paths each once, as the user named them; '/' separates folders
 * @param others files met in folders that are no images and were left out
 * @param warnings what the user should know: symbolic links that lead back, folders that cannot be opened
 */
public record ImageList(List<String> paths, int others, List<String> warnings) {

    /** Copies the lists. */
    public ImageList {
        paths = List.copyOf(paths);
        warnings = List.copyOf(warnings);
    }
}
