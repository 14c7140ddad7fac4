package dev.clue.cli.input;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns the arguments of a command into a list of images: files as they are, folders with everything in them that
 * is an image, glob patterns that the shell left alone, and {@code -} for a list on standard input. The order is
 * that of the arguments, and by name within a folder; an image that is named twice is judged once.
 */
public final class ImagePaths {

    /** The argument that stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final String LINK_LOOP = "Too many levels of symbolic links";
    private static final char UNREADABLE = '\uFFFD'; // what Java makes of bytes that are not UTF-8

    private final Set<String> paths = new LinkedHashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private int others;

    private ImagePaths() {}

    /**
     * Lists the images.
     *
     * @param arguments paths, patterns, {@code -}
     * @param in where {@code -} reads from
     * @param separator what ends a path there: line feed or NUL
     * @throws ConfigurationException if an argument names nothing, or there is no image at all
     */
    public static ImageList of(List<String> arguments, InputStream in, PathList.Separator separator) {
        if (arguments.isEmpty()) {
            throw new ConfigurationException(
                    "no images named: give files, folders or patterns, or - to read a list from standard input");
        }
        ImagePaths found = new ImagePaths();
        for (String argument : arguments) {
            found.add(argument, in, separator);
        }
        if (found.paths.isEmpty()) {
            throw new ConfigurationException("no images in " + String.join(", ", arguments)
                    + (found.others > 0 ? " (" + found.others + " other files)" : "")
                    + ": hidden files and files that are no images are left out");
        }
        return new ImageList(List.copyOf(found.paths), found.others, found.warnings);
    }

    /** A path as it is reported. */
    static String name(Path path) {
        String name = path.toString();
        return File.separatorChar == '/' ? name : name.replace(File.separatorChar, '/');
    }

    private void add(String argument, InputStream in, PathList.Separator separator) {
        if (argument.equals(STANDARD_INPUT)) {
            PathList.read(in, separator).forEach(this::addPath);
            return;
        }
        if (argument.isEmpty()) {
            throw new ConfigurationException(
                    "an empty path: name a file or a folder; . is the working folder (is a variable empty that should"
                            + " hold a path?)");
        }
        Path path = path(argument);
        try {
            if (Files.isDirectory(path)) {
                walk(new FolderWalk(path));
            } else if (Files.exists(path)) {
                addPath(name(path));
            } else if (Glob.isPattern(argument)) {
                addMatches(argument);
            } else {
                throw missing(argument, path);
            }
        } catch (IOException e) {
            throw new ConfigurationException(argument + ": cannot be listed: " + IoReason.of(e), e);
        }
    }

    private static ConfigurationException missing(String argument, Path path) {
        boolean link = Files.isSymbolicLink(path);
        String what;
        try {
            what = "there only now, as " + path.toRealPath() + ": run again";
        } catch (NoSuchFileException e) {
            what = link
                    ? "a symbolic link to what does not exist: mend or remove the link"
                    : argument.indexOf(UNREADABLE) < 0
                            ? "no such file or folder: check the path"
                            : "no such file or folder: if it is there, its name is not UTF-8: rename it";
        } catch (IOException e) {
            String reason = IoReason.of(e);
            what = reason.startsWith(LINK_LOOP)
                    ? (link ? "a symbolic link" : "a path over a symbolic link")
                            + " that leads back to itself: mend or remove the link"
                    : "cannot be opened: " + reason + ": check the path";
        }
        return new ConfigurationException(argument + ": " + what);
    }

    private void addMatches(String pattern) throws IOException {
        Glob glob = Glob.parse(pattern);
        int before = paths.size();
        walk(new FolderWalk(glob.base(), glob::matches));
        if (paths.size() == before) {
            throw new ConfigurationException(pattern + ": no file matches: check the pattern");
        }
    }

    private void walk(FolderWalk walk) throws IOException {
        walk.forEachImage(this::addFound);
        others += walk.others();
        warnings.addAll(walk.warnings());
    }

    /**
     * A file name may be bytes that are no text. Such a file is listed by its address, where each is itself, and will
     * fail: by its name it might pass for another file, and be overlooked.
     */
    private void addFound(Path image) {
        String name = name(image);
        if (path(name).equals(image)) {
            addPath(name);
        } else {
            warnings.add(name + ": this name is not UTF-8, so the file cannot be opened by it: rename the file");
            addPath(image.toUri().toString());
        }
    }

    private void addPath(String name) {
        path(name);
        paths.add(name);
    }

    /** @throws ConfigurationException if it cannot be a path */
    static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    argument + ": not a path: " + e.getReason()
                            + (argument.indexOf('\0') < 0 ? "" : ": pass -0 for a list of paths that end with NUL")
                            + ": if the name is right, run with LC_ALL=C.UTF-8",
                    e);
        }
    }
}
