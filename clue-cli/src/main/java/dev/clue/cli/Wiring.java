package dev.clue.cli;

import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OnnxSource;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.cli.output.Warnings;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.judge.PriorStore;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.UserCache;

/** Wires the commands to the embedded engine and to servers. */
final class Wiring {

    private static final String PRIORS = "priors";
    private static final String PROBES = "probes";

    private Wiring() {}

    static Setup setup(Shell shell) {
        OpenAiSource servers = OpenAiSource.of(
                shell.environment(),
                ModelStore.standard(),
                ProbeMemory.in(UserCache.folder().resolve(PROBES)),
                new Warnings(shell.err())::say);
        return new Setup(
                shell,
                new ModelSources(new OnnxSource(ModelStore.standard()), servers),
                new ImageIntake(ImageLimits.DEFAULT),
                PriorStore.inFolder(UserCache.folder().resolve(PRIORS)),
                new TextModelSources(servers));
    }
}
