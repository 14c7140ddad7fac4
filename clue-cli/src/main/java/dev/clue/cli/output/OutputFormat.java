package dev.clue.cli.output;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How verdicts are written. */
public enum OutputFormat {
    /** For people. */
    TEXT("txt"),
    /** One JSON array. */
    JSON("json"),
    /** One verdict a line; can be resumed. */
    JSONL("jsonl"),
    /** One page with pictures. */
    HTML("html");

    private final String extension;

    OutputFormat(String extension) {
        this.extension = extension;
    }

    /** The format that a file's name asks for. */
    public static Optional<OutputFormat> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> name.endsWith("." + format.extension))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
