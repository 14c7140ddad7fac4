package dev.clue.cli;

import dev.clue.cli.engine.ModelChoice;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.option.ServerOptions;
import dev.clue.cli.probe.ProbeReport;
import dev.clue.error.ModelUnfitException;
import dev.clue.judge.Thresholds;
import dev.clue.openai.AnswerMode;
import dev.clue.probe.Check;
import dev.clue.probe.ModelProbe;
import dev.clue.probe.Sight.Manner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue probe}: what a model can do, found out by asking it. */
@Command(
        name = "probe",
        description = {
            "Finds out what a model can do, by asking it.",
            "",
            "Whether it sees images, and the right one; whether its first token is an answer; whether answers are the same"
                    + " again and in other words; how long a prompt it takes, how fast it is, and how many images at the"
                    + " same time are worth it. Exit code 4 if it cannot judge."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  clue probe",
            "  OPENAI_BASE_URL=http://localhost:8000/v1 clue probe openai:NAME",
            "  clue probe openai:NAME --answers reasoning --json"
        })
final class ProbeCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 16;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME|FOLDER|openai:NAME",
            defaultValue = "pictogram",
            description = "The model (default: ${DEFAULT-VALUE}).")
    private String model = "pictogram";

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Option(names = "--json", fallbackValue = "true", description = "Write numbers for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;

    ProbeCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws IOException {
        double answerMass = Thresholds.PAPER.answerMass();
        ModelChoice.Server server = serverOptions.server(spec, model, answerMass, null, false);
        try (OpenModels open = setup.models().openUnseen(new ModelChoice(model, 1, server))) {
            Manner manner = server.answers() instanceof AnswerMode.LogProbabilities ? Manner.SCORES : Manner.WORDS;
            ModelProbe probe = new ModelProbe(open.models().vlm(), manner, answerMass, MOST_AT_ONCE, System::nanoTime);
            List<Check> checks = probe.run();
            ProbeReport report = new ProbeReport(
                    open.models().vlm().identity(), server.answers().toString(), open.serverFacts(), checks);
            String text = json ? report.json(Version.clueVersion()) : report.text();
            setup.shell().out().write(text.getBytes(StandardCharsets.UTF_8));
            Optional<Check> fault = report.fault();
            if (fault.isPresent()) {
                throw new ModelUnfitException(
                        model + " cannot judge: " + fault.get().finding());
            }
        }
        return ExitStatus.RAN.code();
    }
}
