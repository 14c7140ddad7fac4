package dev.clue.cli.option;

import dev.clue.profile.ProfileFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which learned thresholds take the place of the paper's: an option of every command that judges by one constitution. */
public final class ProfileOptions {

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Judge with thresholds that clue calibrate has learned (default: the paper's).")
    private @Nullable Path profile;

    /** Files that are read. */
    public List<Path> inputs() {
        return profile == null ? List.of() : List.of(profile);
    }

    /**
     * The profile, or null for the paper's thresholds.
     *
     * @throws dev.clue.error.ConfigurationException if there is no such file or it is no profile
     */
    public @Nullable ProfileFile read() {
        return profile == null ? null : ProfileFile.read(profile);
    }
}
