package dev.clue.cli;

import dev.clue.cli.bench.Bench;
import dev.clue.cli.bench.BenchReport;
import dev.clue.cli.compile.OpenErrors;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.input.ImageList;
import dev.clue.cli.input.ImagePaths;
import dev.clue.cli.option.ModelOptions;
import dev.clue.cli.option.PathListOptions;
import dev.clue.cli.option.ProfileOptions;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.run.Basis;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.error.ConfigurationException;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.PriorStore;
import dev.clue.profile.ProfileFile;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue bench}: how fast images are judged, and where the time goes. */
@Command(
        name = "bench",
        description = {
            "Measures how fast images are judged, and where the time goes.",
            "",
            "Judges the same images in several ways, in turns: sharing work and asking in packs, as clue judge does;"
                    + " sharing work and asking one question at a time; and literally as the paper writes it."
        },
        sortOptions = false,
        footer = {"", "Example:", "  clue bench examples/ --json > bench.json"})
final class BenchCommand implements Callable<Integer> {

    private static final int MOST = 1000;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Images, as for clue judge.")
    private List<String> paths = List.of();

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Mixin
    private PathListOptions pathListOptions = new PathListOptions();

    @Mixin
    private ProfileOptions profileOptions = new ProfileOptions();

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each way is measured, at most " + MOST + " (default: ${DEFAULT-VALUE}).")
    private int repetitions = 3;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Repetitions before that, which do not count, at most " + MOST + " (default: ${DEFAULT-VALUE}).")
    private int warmUp = 1;

    @Option(names = "--json", fallbackValue = "true", description = "Write numbers for programs.")
    private boolean json;

    private final Setup setup;

    BenchCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws IOException {
        requireRange("--repetitions", repetitions, 1);
        requireRange("--warm-up", warmUp, 0);
        Path policy = modelOptions.constitutionFile(paths, setup.shell().folder());
        Constitution constitution = ConstitutionFile.read(policy);
        modelOptions.thresholds(); // mistakes in options are said before models are opened
        ProfileFile learned = profileOptions.read();
        ImageList images =
                modelOptions.limited(ImagePaths.of(paths, setup.shell().in(), pathListOptions.separator()));
        Warnings warnings = new Warnings(setup.shell().err());
        OpenErrors.of(policy).forEach(warnings::say);
        try (OpenModels open = setup.models().open(modelOptions.choice(1))) {
            open.omissions().forEach(warnings::say);
            ImageVerdict.Models identities = open.models().identities();
            Basis basis =
                    new Basis(constitution, modelOptions.thresholds(learned, identities, constitution), identities);
            Bench bench = new Bench(images.paths(), warmUp, repetitions, open::graphTime);
            PriorStore priors = PriorStore.inMemory();
            BenchReport report = BenchReport.of(
                    basis,
                    bench,
                    open.models(),
                    (models, literal) -> ImageJudge.of(models, constitution)
                            .thresholds(basis.thresholds())
                            .priors(priors)
                            .intake(setup.intake()::read)
                            .literal(literal)
                            .anyImage(modelOptions.anyImage())
                            .build());
            String text = json ? report.json(Version.clueVersion()) : report.text();
            setup.shell().out().write(text.getBytes(StandardCharsets.UTF_8));
        }
        return ExitStatus.RAN.code();
    }

    private static void requireRange(String option, int value, int least) {
        if (value < least || value > MOST) {
            throw new ConfigurationException(option + ": must be " + least + " to " + MOST + ", but is " + value);
        }
    }
}
