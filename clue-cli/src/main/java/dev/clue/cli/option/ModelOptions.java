package dev.clue.cli.option;

import dev.clue.cli.engine.ModelChoice;
import dev.clue.cli.input.ConstitutionLookup;
import dev.clue.cli.input.ImageList;
import dev.clue.constitution.Constitution;
import dev.clue.judge.Thresholds;
import dev.clue.profile.ProfileFile;
import dev.clue.verdict.ImageVerdict;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who judges which images by what: options of every command that judges by one constitution. */
public final class ModelOptions {

    @Option(
            names = {"-c", "--constitution"},
            paramLabel = "FILE",
            description = "The rules (default: the one *.clue.yaml beside the images).")
    private @Nullable Path constitutionFile;

    @Mixin
    private JudgingOptions judging = new JudgingOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /**
     * Which models, and how they are asked.
     *
     * @param threads images that are judged at the same time
     * @throws dev.clue.error.ConfigurationException if options are given on the command line that these models have no use
     *     for
     */
    public ModelChoice choice(int threads) {
        return judging.choice(command, threads);
    }

    /** Whether also images that the models were not made for are judged. */
    public boolean anyImage() {
        return judging.anyImage();
    }

    /** The constants of Algorithm 1. */
    public Thresholds thresholds() {
        return judging.thresholds();
    }

    /**
     * The first images, if there is a limit.
     *
     * @throws dev.clue.error.ConfigurationException if the limit is below 1
     */
    public ImageList limited(ImageList images) {
        return judging.limited(images);
    }

    /**
     * The first of them, if there is a limit.
     *
     * @throws dev.clue.error.ConfigurationException if the limit is below 1
     */
    public <T> List<T> limited(List<T> images) {
        return judging.limited(images);
    }

    /**
     * What was learned for these models and this constitution, with the options that are given applied to it.
     *
     * @param learned a profile, or null for the constants alone
     * @throws dev.clue.error.ConfigurationException if the profile was made for something else, naming each difference
     */
    public Thresholds thresholds(@Nullable ProfileFile learned, ImageVerdict.Models models, Constitution constitution) {
        return learned == null ? thresholds() : judging.over(learned.thresholdsFor(models, constitution));
    }

    /** Where the constitution is: as named, or beside the images. */
    public Path constitutionFile(List<String> paths, Path folder) {
        return constitutionFile == null ? ConstitutionLookup.beside(paths, folder) : constitutionFile;
    }
}
