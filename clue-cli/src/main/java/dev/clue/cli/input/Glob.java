package dev.clue.cli.input;

import dev.clue.error.ConfigurationException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern such as {@code photos/**}{@code /*.png}.
 *
 * @param base the folder that every match is under
 * @param matcher the whole pattern
 */
record Glob(Path base, PathMatcher matcher) {

    private static final String SPECIAL = "*?[{";

    /** Whether the argument has a sign that stands for several names. */
    static boolean isPattern(String argument) {
        return argument.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /** @throws ConfigurationException if the pattern is malformed */
    static Glob parse(String pattern) {
        String normal = (pattern.startsWith("./") ? pattern.substring(2) : pattern).replaceAll("(?<=.)/{2,}", "/");
        int special = 0;
        while (SPECIAL.indexOf(normal.charAt(special)) < 0) {
            special++;
        }
        int slash = normal.lastIndexOf('/', special);
        Path base = Path.of(slash < 0 ? "" : normal.substring(0, Math.max(slash, 1)));
        try {
            return new Glob(base, FileSystems.getDefault().getPathMatcher("glob:" + withoutFolders(normal)));
        } catch (PatternSyntaxException e) {
            throw new ConfigurationException(
                    pattern + ": no such file, and not a pattern: " + e.getDescription()
                            + ": check the path, or close the bracket",
                    e);
        }
    }

    /** As in a shell, two stars and a slash also stand for no folder at all; in Java's patterns they do not. */
    private static String withoutFolders(String pattern) {
        int group = pattern.indexOf('{');
        String before = group < 0 ? pattern : pattern.substring(0, group);
        return before.replace("**/", "{,**/}") + pattern.substring(before.length());
    }

    boolean matches(Path file) {
        return matcher.matches(file);
    }
}
