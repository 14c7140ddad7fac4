package dev.clue.eval.data;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A labelled set that a test writes. What an image file holds does not matter: nobody decodes it here. */
record SetFolder(Path root) {

    static final Constitution HOME = new Constitution(
            "home",
            1,
            "0".repeat(64),
            Stream.of("fire", "knife").map(SetFolder::rule).toList());

    private static Rule rule(String id) {
        String text = "a " + id + " is visible";
        return new Rule(
                id,
                "No " + id + ".",
                "No " + id + ".",
                List.of(),
                List.of(new Precondition(List.of(new Statement(text, List.of(id))))));
    }

    SetFolder images(String... names) throws IOException {
        for (String name : names) {
            write(name, "bytes of " + name);
        }
        return this;
    }

    SetFolder write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    SetFolder write(String name, byte[] bytes) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return this;
    }

    SetFolder lines(String name, String... lines) throws IOException {
        return write(name, String.join("\n", lines) + "\n");
    }

    LabelledSet read() {
        return LabelledSet.read(root, ReadOptions.DEFAULT);
    }

    LabelledSet read(ReadOptions options) {
        return LabelledSet.read(root, options);
    }

    static List<String> ids(LabelledSet set) {
        return set.images().stream().map(LabelledImage::id).toList();
    }

    static List<String> problems(LabelledSet set) {
        return set.problems().stream().map(SetProblem::toString).toList();
    }
}
