package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** The bundled models where this checkout keeps them. */
final class Pictogram {

    private static final Path FOLDER = Path.of(System.getProperty(
            "clue.pictogram", "../clue-models/src/main/resources/dev/clue/models/" + ModelStore.BUNDLED));

    private Pictogram() {}

    /** The folder of one of them. */
    static Path folder(String model) {
        Path folder = FOLDER.resolve(model);
        assertThat(folder).isDirectory();
        return folder;
    }
}
