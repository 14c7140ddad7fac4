package dev.clue.cli;

import dev.clue.cli.engine.OnnxSource;
import dev.clue.cli.engine.TextModelSource;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.judge.PriorStore;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.UserCache;

/** Wires the commands to the embedded engine. */
final class Wiring {

    private static final String PRIORS = "priors";

    private Wiring() {}

    static Setup setup(Shell shell) {
        return new Setup(
                shell,
                new OnnxSource(ModelStore.standard()),
                new ImageIntake(ImageLimits.DEFAULT),
                PriorStore.inFolder(UserCache.folder().resolve(PRIORS)),
                TextModelSource.NONE);
    }
}
