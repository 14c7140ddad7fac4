package dev.clue.cli;

import dev.clue.compile.ScriptedTextModel;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.judge.PriorStore;

/** The command with painted and scripted models that take their time, for tests that need a process: see {@link ClueProcess}. */
final class ScriptedClue {

    private ScriptedClue() {}

    public static void main(String[] args) {
        long delayMillis = Long.parseLong(System.getProperty(ClueProcess.DELAY, "0"));
        Setup setup = new Setup(
                Shell.ofThisProcess(),
                new PaintedModels("painted", delayMillis),
                new ImageIntake(ImageLimits.DEFAULT),
                PriorStore.inMemory(),
                name -> new ScriptedTextModel(delayMillis));
        System.exit(Main.run(setup, args));
    }
}
