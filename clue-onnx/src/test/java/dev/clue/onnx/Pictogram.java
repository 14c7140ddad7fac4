package dev.clue.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The bundled models where this checkout keeps them. */
final class Pictogram {

    private static final Path FOLDER = Path.of(System.getProperty(
            "clue.pictogram", "../clue-models/src/main/resources/dev/clue/models/" + ModelStore.BUNDLED));

    private Pictogram() {}

    /** The folder of one of them; the test is skipped in a checkout without models. */
    static Path folder(String model) {
        Path folder = FOLDER.resolve(model);
        assumeTrue(Files.isDirectory(folder), folder + " is not there");
        return folder;
    }
}
