package dev.clue.cli.report;

import dev.clue.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A report's style.
 *
 * @param text CSS
 * @param hash by which a content security policy allows it and no other
 */
public record StyleSheet(String text, String hash) {

    private static final String EVERY_REPORT = "report.css";

    /**
     * The style of every report, and what a kind of report has beside.
     *
     * @param more names of resources beside this class
     */
    public static StyleSheet load(String... more) {
        StringBuilder text = new StringBuilder(read(EVERY_REPORT));
        for (String resource : more) {
            text.append(read(resource));
        }
        return of(text.toString());
    }

    private static String read(String resource) {
        try (InputStream in = StyleSheet.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StyleSheet of(String text) {
        byte[] digest = Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
        return new StyleSheet(text, "sha256-" + Base64.getEncoder().encodeToString(digest));
    }
}
