package dev.clue.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Whether a file in a folder is meant to be an image; whether it is a good one, the judge finds out. */
final class ImageSigns {

    private static final Set<String> EXTENSIONS = Set.of(
            "png", "apng", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "dib", "heic", "heif", "avif", "tif",
            "tiff", "jxl", "jp2", "ico", "psd");

    /** First bytes, one character a byte; '?' stands for any. */
    private static final Set<String> MAGIC = Set.of(
            "\u0089PNG",
            "\u00ff\u00d8\u00ff",
            "GIF8",
            "RIFF????WEBP",
            "BM????\0\0\0\0",
            "????ftyphei",
            "????ftypmif1",
            "????ftypavi",
            "II*\0",
            "MM\0*");

    private static final int MAGIC_BYTES = 16;

    private ImageSigns() {}

    /** A file that cannot be opened counts: it is reported, not overlooked. */
    static boolean inNameOrContent(Path file) {
        return inName(file) || inContent(file);
    }

    private static boolean inName(Path file) {
        String name = file.getFileName().toString();
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static boolean inContent(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(MAGIC_BYTES), StandardCharsets.ISO_8859_1);
            return MAGIC.stream().anyMatch(magic -> startsWith(start, magic));
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean startsWith(String start, String magic) {
        if (start.length() < magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if (magic.charAt(i) != '?' && magic.charAt(i) != start.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
