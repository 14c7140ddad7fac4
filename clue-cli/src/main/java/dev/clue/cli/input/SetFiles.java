package dev.clue.cli.input;

import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelFiles;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a labelled set is read from: nothing may be written there. */
public final class SetFiles {

    private SetFiles() {}

    /**
     * Its labels, its images, and the file that says what its columns mean.
     *
     * @param location where the set is, as the user named it
     * @param mapping the name of a ready mapping or the file of one, or null
     * @param set what was read there
     */
    public static List<Path> of(String location, @Nullable String mapping, LabelledSet set) {
        List<Path> files = new ArrayList<>(LabelFiles.of(Path.of(location)));
        if (mapping != null && Files.exists(Path.of(mapping))) {
            files.add(Path.of(mapping));
        }
        set.images().stream()
                .map(LabelledImage::source)
                .map(ImageSource::uri)
                .map(Path::of)
                .forEach(files::add);
        return files;
    }
}
