package dev.clue.cli.option;

import dev.clue.cli.input.ConstitutionLookup;
import dev.clue.cli.input.ImageList;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.error.ConfigurationException;
import dev.clue.judge.Thresholds;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who judges which images by what: options of every command that judges. */
public final class ModelOptions {

    @Option(
            names = {"-c", "--constitution"},
            paramLabel = "FILE",
            description = "The rules (default: the one *.clue.yaml beside the images).")
    private @Nullable Path constitutionFile;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER",
            defaultValue = "pictogram",
            description = "The models that judge (default: ${DEFAULT-VALUE}, bundled, for drawn pictogram scenes).")
    private String model = "pictogram";

    @Option(names = "--limit", paramLabel = "N", description = "Judge the first N images only.")
    private @Nullable Long limit;

    @Option(
            names = "--any-image",
            fallbackValue = "true",
            description = "Also judge images unlike those that the models were made for.")
    private boolean anyImage;

    @Mixin
    private ThresholdOptions thresholdOptions = new ThresholdOptions();

    /** Which models. */
    public String model() {
        return model;
    }

    /** Whether also images that the models were not made for are judged. */
    public boolean anyImage() {
        return anyImage;
    }

    /** The constants of Algorithm 1. */
    public Thresholds thresholds() {
        return thresholdOptions.over(Thresholds.PAPER);
    }

    /** Thresholds with the options that are given applied to them. */
    public Thresholds over(Thresholds base) {
        return thresholdOptions.over(base);
    }

    /** Where the constitution is: as named, or beside the images. */
    public Path constitutionFile(List<String> paths, Path folder) {
        return constitutionFile == null ? ConstitutionLookup.beside(paths, folder) : constitutionFile;
    }

    /**
     * The constitution.
     *
     * @throws dev.clue.error.ConstitutionException if it or its lock has mistakes
     */
    public Constitution constitution(List<String> paths, Path folder) {
        return ConstitutionFile.read(constitutionFile(paths, folder));
    }

    /**
     * The first images, if there is a limit.
     *
     * @throws ConfigurationException if the limit is below 1
     */
    public ImageList limited(ImageList images) {
        return limit == null ? images : new ImageList(limited(images.paths()), images.others(), images.warnings());
    }

    /**
     * The first of them, if there is a limit.
     *
     * @throws ConfigurationException if the limit is below 1
     */
    public <T> List<T> limited(List<T> images) {
        if (limit == null) {
            return images;
        }
        if (limit < 1) {
            throw new ConfigurationException("--limit: must be 1 or more, but is " + limit);
        }
        return images.stream().limit(limit).toList();
    }
}
