package dev.clue.cli.cases;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a run of cases is written. */
public enum CaseFormat {
    /** For people. */
    TEXT(""),
    /** One JSON object. */
    JSON(".json"),
    /** JUnit XML. */
    JUNIT(".xml"),
    /** SARIF 2.1.0. */
    SARIF(".sarif");

    private final String extension;

    CaseFormat(String extension) {
        this.extension = extension;
    }

    /** The format that a file's name asks for. */
    public static Optional<CaseFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (CaseFormat format : new CaseFormat[] {SARIF, JUNIT, JSON}) {
            if (name.endsWith(format.extension)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
