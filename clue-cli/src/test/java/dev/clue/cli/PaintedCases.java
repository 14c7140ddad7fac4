package dev.clue.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four images and a constitution with cases. The models are {@link PaintedModels}: a red image violates the rule, a green
 * one does not, a yellow one is undecided, a black one fails.
 */
abstract class PaintedCases {

    @TempDir
    Path folder = Path.of("");

    Clue clue = new Clue(folder);

    @BeforeEach
    void images() {
        clue = new Clue(folder)
                .constitution()
                .image("red.png", PaintedModels.RED)
                .image("green.png", PaintedModels.GREEN)
                .image("black.png", PaintedModels.BLACK)
                .image("yellow.png", PaintedModels.YELLOW);
    }

    Clue cases(String yaml) {
        return clue.file("playground.clue.test.yaml", yaml);
    }

    String written() throws IOException {
        return Files.readString(folder.resolve("playground.clue.test.yaml"));
    }
}
