package dev.clue.eval.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the image files that a table names, and none outside of the set: a table may come from anybody. Links are
 * followed, because that is how caches lay out what they have downloaded.
 *
 * @param root what no name may lead out of
 * @param folder what names are relative to
 */
record ImageFiles(Path root, Path folder) {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

    /** The file, or nothing where there is a problem with it. */
    Optional<Path> find(String written, String where, Problems problems) {
        if (ADDRESS.matcher(written).matches()) {
            problems.add(
                    where,
                    "the image is an address ("
                            + written.toLowerCase(Locale.ROOT).replaceFirst(":.*", "") + "), and is left out",
                    "download the images, and name their files");
            return Optional.empty();
        }
        Path file;
        try {
            file = folder.resolve(written).normalize();
        } catch (InvalidPathException e) {
            problems.add(where, "'" + written + "' is no file name and is left out", "mend the row");
            return Optional.empty();
        }
        if (!inside(file)) {
            problems.add(
                    where,
                    "'" + written + "' lies outside of the set's folder and is left out",
                    "put the image into the folder of the set");
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            String what = Files.isDirectory(file)
                    ? "is a folder"
                    : Files.exists(file) ? "is no regular file (a pipe or a device?)" : "does not exist";
            problems.add(
                    where,
                    "the image '" + written + "' " + what + " and is left out",
                    "put the file there, or remove the row");
            return Optional.empty();
        }
        return Optional.of(file);
    }

    private boolean inside(Path file) {
        return file.toAbsolutePath()
                .normalize()
                .startsWith(root.toAbsolutePath().normalize());
    }

    /** The path under the root, the same wherever the set lies. */
    String name(Path file) {
        return SetLayout.slashes(root.toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize()));
    }
}
