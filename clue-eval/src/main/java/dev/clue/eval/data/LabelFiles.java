package dev.clue.eval.data;

import dev.clue.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The files that a set's labels are in, for whoever must not write there. */
public final class LabelFiles {

    private LabelFiles() {}

    /**
     * Those of all splits, also of parts of the set that are not used.
     *
     * @param location a folder with labels, or one file of labels, as for {@link LabelledSet#read}
     * @throws ConfigurationException if there is no set
     */
    public static List<Path> of(Path location) {
        SetLayout layout = SetLayout.of(location, Set.of(), new Problems());
        return layout.files().stream()
                .map(file -> layout.root().resolve(file.name()))
                .toList();
    }
}
