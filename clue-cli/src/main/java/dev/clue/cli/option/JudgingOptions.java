package dev.clue.cli.option;

import dev.clue.cli.engine.ModelChoice;
import dev.clue.cli.input.ImageList;
import dev.clue.error.ConfigurationException;
import dev.clue.judge.Thresholds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Who judges images, and which of them: options of every command that judges, whatever the rules. */
public final class JudgingOptions {

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER|openai:NAME",
            defaultValue = "pictogram",
            description = "The models that judge; openai:NAME is one on the server at OPENAI_BASE_URL"
                    + " (default: ${DEFAULT-VALUE}, bundled, for drawn pictogram scenes).")
    private String model = "pictogram";

    @Option(names = "--limit", paramLabel = "N", description = "Judge the first N images only.")
    private @Nullable Long limit;

    @Option(
            names = "--any-image",
            fallbackValue = "true",
            description = "Also judge images unlike those that the models were made for.")
    private boolean anyImage;

    @Option(
            names = "--unproven-model",
            fallbackValue = "true",
            description = "openai: let a model judge although it is wrong about more than one of the six drawn places"
                    + " that it is asked about first; each verdict says so. A model that does not see stays refused.")
    private boolean unproven;

    @Option(
            names = "--local-models",
            paramLabel = "NAME|FOLDER",
            description = "openai: take encoder, detector and image domain from these local models (default: none;"
                    + " every rule is examined and there is no region step).")
    private @Nullable String localModels;

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private ThresholdOptions thresholdOptions = new ThresholdOptions();

    /**
     * Which models, and how they are asked.
     *
     * @param command that has these options
     * @param threads images that are judged at the same time
     * @throws ConfigurationException if options are given on the command line that these models have no use for
     */
    public ModelChoice choice(CommandSpec command, int threads) {
        boolean beside = localModels != null && ServerOptions.counts(command, "--local-models", model);
        boolean lenient = unproven && ServerOptions.counts(command, "--unproven-model", model);
        return new ModelChoice(
                model,
                threads,
                serverOptions.server(command, model, thresholds().answerMass(), beside ? localModels : null, lenient));
    }

    /** Whether also images that the models were not made for are judged. */
    public boolean anyImage() {
        return anyImage;
    }

    /** The constants of Algorithm 1. */
    public Thresholds thresholds() {
        return over(Thresholds.PAPER);
    }

    /** Thresholds with the options that are given applied to them. */
    public Thresholds over(Thresholds base) {
        return thresholdOptions.over(base);
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
