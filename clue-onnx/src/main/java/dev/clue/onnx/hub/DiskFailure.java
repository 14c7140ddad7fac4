package dev.clue.onnx.hub;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;

/** A file of the cache cannot be written or read: the disk is full, or not ours. Trying again does not help. */
final class DiskFailure extends IOException {

    private static final long serialVersionUID = 1L;

    DiskFailure(Path file, IOException cause) {
        super(file + ": " + cause.getMessage(), cause);
    }

    ConfigurationException explained() {
        return new ConfigurationException(
                "the hub's cache cannot be used: " + getMessage() + ". Free space there, or set " + HubSettings.CACHE
                        + " to a folder that can be written. What was fetched is kept.",
                this);
    }
}
