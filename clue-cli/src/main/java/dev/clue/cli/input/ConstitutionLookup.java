package dev.clue.cli.input;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the constitution where none is named: the one {@code *.clue.yaml} beside the images. */
public final class ConstitutionLookup {

    /** How the name of every constitution ends. */
    public static final String EXTENSION = ".clue.yaml";

    private ConstitutionLookup() {}

    /**
     * Looks in each folder that was given, beside each file that was given, and where there is none, in the working
     * folder.
     *
     * @throws ConfigurationException if there is no constitution, or more than one
     */
    public static Path beside(List<String> arguments, Path workingFolder) {
        Set<Path> folders = new LinkedHashSet<>();
        arguments.forEach(
                argument -> folders.add(folderOf(argument, workingFolder).normalize()));
        List<Path> found = in(folders);
        if (found.isEmpty()) {
            found = in(Set.of(workingFolder));
        }
        if (found.isEmpty()) {
            throw new ConfigurationException("no constitution: name one with --constitution FILE, or put one *"
                    + EXTENSION + " beside the images");
        }
        if (found.size() > 1) {
            throw new ConfigurationException("several constitutions beside the images: "
                    + found.stream().map(ImagePaths::name).collect(Collectors.joining(", "))
                    + ": name one with --constitution FILE");
        }
        return found.getFirst();
    }

    private static Path folderOf(String argument, Path workingFolder) {
        if (argument.equals(ImagePaths.STANDARD_INPUT)) {
            return workingFolder;
        }
        Path path = ImagePaths.path(argument);
        if (Files.isDirectory(path)) {
            return path;
        }
        if (!Files.exists(path) && Glob.isPattern(argument)) {
            return Glob.parse(argument).base();
        }
        Path parent = path.getParent();
        return parent == null ? workingFolder : parent;
    }

    private static List<Path> in(Set<Path> folders) {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(ConstitutionLookup::isConstitution)
                        .sorted(Comparator.comparing(Path::toString))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new ConfigurationException(folder + ": cannot be listed: " + IoReason.of(e), e);
            }
        }
        return found;
    }

    private static boolean isConstitution(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(EXTENSION) && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
