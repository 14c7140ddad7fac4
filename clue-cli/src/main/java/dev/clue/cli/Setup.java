package dev.clue.cli;

import dev.clue.cli.engine.ModelSource;
import dev.clue.cli.engine.TextModelSource;
import dev.clue.image.ImageIntake;
import dev.clue.judge.PriorStore;

/**
 * What the commands are wired to. The program has one; tests make their own.
 *
 * @param shell what surrounds the run
 * @param models who judges
 * @param intake reads image files
 * @param priors where language priors are kept
 * @param textModels who compiles
 */
public record Setup(
        Shell shell, ModelSource models, ImageIntake intake, PriorStore priors, TextModelSource textModels) {}
