package dev.clue.constitution;

import java.nio.file.Path;

/** What a file is meant to be: how large it may be, and what messages call it. */
enum FileKind {
    CONSTITUTION(ConstitutionFile.MAX_BYTES, "constitution", "split the constitution", "docs/constitution.md"),
    VOCABULARY(Vocabulary.MAX_BYTES, "vocabulary", "name fewer things", "docs/compile.md");

    private final int maxBytes;
    private final String words;
    private final String makeSmaller;
    private final String document;

    FileKind(int maxBytes, String words, String makeSmaller, String document) {
        this.maxBytes = maxBytes;
        this.words = words;
        this.makeSmaller = makeSmaller;
        this.document = document;
    }

    /** A larger file is refused unparsed. */
    int maxBytes() {
        return maxBytes;
    }

    String words() {
        return words;
    }

    /** What to do about a file that is too large. */
    String makeSmaller() {
        return makeSmaller;
    }

    /** What to do about a file that is no plain text. */
    String asText(Path file) {
        return switch (this) {
            case CONSTITUTION -> "export or save it as Markdown or plain text; " + Prose.advice(Prose.stem(file));
            case VOCABULARY -> "write it as plain text, see " + document;
        };
    }

    /** What is wrong with a file that has nothing in it. */
    String empty() {
        return "the file is empty: see " + document + " for what to write";
    }
}
