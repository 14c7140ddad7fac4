package dev.clue.cli;

import dev.clue.cli.Clue.Result;
import dev.clue.compile.ScriptedTextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two house rules, as a constitution and in Markdown, and a scripted model that compiles them. */
abstract class HouseRules {

    static final String POLICY = """
            # House rules

            - **Dogs.** A dog must be on a lead.
            - **Knives.** No dangerous use of a knife.
            """;

    static final String CONSTITUTION = """
            constitution: house
            version: 1
            rules:
              - id: dogs
                rule: A dog must be on a lead.
              - id: knives
                rule: No dangerous use of a knife.
            """;

    @TempDir
    Path folder = Path.of("");

    Clue clue = new Clue(folder);
    ScriptedTextModel model = new ScriptedTextModel();

    @BeforeEach
    void policies() {
        clue = new Clue(folder).file("house.md", POLICY).file("rules.clue.yaml", CONSTITUTION);
        use(new ScriptedTextModel());
    }

    void use(ScriptedTextModel next) {
        model = next;
        clue.textModels(name -> model);
    }

    Result compile(String file, String... more) {
        return clue.run(Stream.concat(Stream.of("compile", clue.path(file)), Stream.of(more))
                .toArray(String[]::new));
    }

    Result asking(String file, String... more) {
        return compile(
                file,
                Stream.concat(Stream.of("--text-model", "scripted"), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** Without the line breaks of a narrow terminal. */
    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    Path lockFile(String name) {
        return folder.resolve(name + ".clue.lock.yaml");
    }

    String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** Every file's bytes, to see that nothing was written. */
    Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
