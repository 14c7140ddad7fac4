package dev.clue.eval.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image in a file of its own.
 *
 * @param file where
 */
record FileImage(Path file) implements ImageSource {

    @Override
    public byte[] bytes() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (OutOfMemoryError e) {
            throw new IOException(file + " has " + Files.size(file) + " bytes, more than fit into memory", e);
        }
    }

    @Override
    public String uri() {
        return file.toString();
    }
}
