package dev.clue.constitution;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a file is that is no plain text, by its first bytes: what a word processor saves where rules are expected. */
enum FileSigns {
    ZIP("a zip archive, such as a .docx, .odt, .pages or .epub", "PK\u0003\u0004"),
    PDF("a PDF", "%PDF-"),
    RTF("a text in RTF", "{\\rtf"),
    OLE("a document of an old office program, such as a .doc", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1");

    private final String words;
    private final String first;

    /** @param first the first bytes, a character each */
    FileSigns(String words, String first) {
        this.words = words;
        this.first = first;
    }

    /** For people; empty where none of these signs is there. */
    static Optional<String> of(byte[] file) {
        return Arrays.stream(values())
                .filter(sign -> sign.begins(file))
                .map(sign -> sign.words)
                .findFirst();
    }

    private boolean begins(byte[] file) {
        int length = Math.min(file.length, first.length());
        return new String(file, 0, length, StandardCharsets.ISO_8859_1).equals(first);
    }
}
