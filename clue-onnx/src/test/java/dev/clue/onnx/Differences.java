package dev.clue.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the largest difference from the reference by subject, in target/golden-differences.txt. */
final class Differences {

    private static final Map<String, Double> LARGEST = new TreeMap<>();
    private static final Path FILE = Path.of("target", "golden-differences.txt");

    private Differences() {}

    static synchronized double record(String subject, float[] expected, float[] found) {
        double difference = Golden.difference(expected, found);
        LARGEST.merge(subject, difference, Math::max);
        StringBuilder lines = new StringBuilder();
        LARGEST.forEach((name, largest) -> lines.append(String.format(Locale.ROOT, "%-45s %.2e%n", name, largest)));
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return difference;
    }
}
