package dev.clue.cli.option;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Whether two paths lead to one file, also while there is none yet. */
public final class SamePlace {

    private SamePlace() {}

    /**
     * Whether they do, however they are written and whatever links are on the way.
     *
     * @throws ConfigurationException if it cannot be found out
     */
    public static boolean of(Path one, Path other) {
        try {
            if (Files.exists(one) || Files.exists(other)) {
                return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
            }
            return Objects.equals(one.getFileName(), other.getFileName())
                    && folder(one).equals(folder(other));
        } catch (IOException e) {
            throw new ConfigurationException(
                    one + ": cannot be compared with " + other + ": " + IoReason.of(e) + ": name another file", e);
        }
    }

    private static Path folder(Path file) throws IOException {
        Path place = file.toAbsolutePath();
        Path folder = place.getParent() == null ? place : place.getParent();
        return Files.exists(folder) ? folder.toRealPath() : folder.normalize();
    }
}
