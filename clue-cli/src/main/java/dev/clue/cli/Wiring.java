package dev.clue.cli;

import dev.clue.error.ConfigurationException;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.judge.PriorStore;

/** Wires the commands to the embedded engine. */
final class Wiring {

    private Wiring() {}

    static Setup setup(Shell shell) {
        return new Setup(
                shell,
                (name, threads) -> {
                    throw new ConfigurationException("this build has no engine yet: build clue again from main");
                },
                new ImageIntake(ImageLimits.DEFAULT),
                PriorStore.inMemory());
    }
}
