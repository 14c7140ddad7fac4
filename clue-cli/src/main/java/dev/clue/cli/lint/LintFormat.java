package dev.clue.cli.lint;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How findings are written. */
public enum LintFormat {
    /** For people and editors: a line a finding. */
    TEXT,
    /** One JSON object. */
    JSON,
    /** SARIF 2.1.0. */
    SARIF;

    /** The format that a file's name asks for. */
    public static Optional<LintFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".sarif") || name.endsWith(".sarif.json")) {
            return Optional.of(SARIF);
        }
        return name.endsWith(".json") ? Optional.of(JSON) : Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
