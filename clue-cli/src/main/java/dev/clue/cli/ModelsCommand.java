package dev.clue.cli;

import dev.clue.cli.batch.FetchProgress;
import dev.clue.cli.batch.Interruption;
import dev.clue.cli.engine.ModelSource;
import dev.clue.cli.engine.ModelSource.KnownModel;
import dev.clue.cli.output.KnownModels;
import dev.clue.cli.output.Printable;
import dev.clue.error.ModelUnfitException;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue models}: fetches models, lists what is here, checks whether it is whole, and removes it. */
@Command(name = "models", description = "Fetches, lists, checks and removes models.")
final class ModelsCommand implements Runnable {

    private static final double MEBIBYTE = 1 << 20;
    private static final String GOOD = "good";
    private static final String OPENS = "opens; no digests were checked, because it has no manifest.json";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;

    ModelsCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "pull, list, verify or rm?");
    }

    @Command(name = "list", description = "Lists the models that can be called by name.")
    int list() throws IOException {
        StringBuilder text = new StringBuilder();
        for (KnownModel model : setup.models().list()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %6.1f MiB  %s%n",
                    Printable.text(model.name()),
                    model.bytes() / MEBIBYTE,
                    Printable.text(model.description())));
        }
        text.append(KnownModels.table(setup.models().published(), setup.models().list()));
        print(text.toString());
        for (String damage : setup.models().damages()) {
            setup.shell().err().println("clue: " + Printable.text(damage));
        }
        return ExitStatus.RAN.code();
    }

    @SuppressWarnings("try") // the handler of signals is only to be there, and to be closed
    @Command(name = "pull", description = "Fetches published models, or what is missing of them.")
    int pull(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "NAME",
                            description = "A name that clue models list shows, or hf:OWNER/NAME[@REVISION].")
                    List<String> names,
            @Option(
                            names = "--precision",
                            paramLabel = "PRECISION",
                            description = "Which weights to fetch: fp32, fp16, q4, q4f16, bnb4, int8, uint8, quantized"
                                    + " (default: the most exact there are).")
                    @Nullable Precision precision)
            throws IOException {
        Shell shell = setup.shell();
        for (String name : names) {
            try (Interruption signals = Interruption.endAtOnce(
                            ExitStatus.INTERRUPTED.code(),
                            shell.err(),
                            "interrupted: what was fetched is kept; the same command goes on");
                    FetchProgress progress = new FetchProgress(shell.err(), shell.errTerminal())) {
                ModelStore.Pulled pulled = setup.models().pull(name, Optional.ofNullable(precision), progress);
                print(String.format(
                        Locale.ROOT,
                        "%s: %s, licence %s, %.1f MiB in %s%n",
                        Printable.text(name),
                        pulled.kind().words(),
                        Printable.text(pulled.licence().orElse(FetchProgress.NO_LICENCE)),
                        pulled.bytes() / MEBIBYTE,
                        Printable.text(pulled.folder().toString())));
            }
        }
        return ExitStatus.RAN.code();
    }

    @Command(name = "rm", description = "Removes models that were fetched.")
    int remove(
            @Parameters(
                            arity = "1..*",
                            paramLabel = "NAME",
                            description = "A name that clue models list shows, or hf:OWNER/NAME[@REVISION].")
                    List<String> names)
            throws IOException {
        for (String name : names) {
            ModelStore.Removed removed = setup.models().remove(name);
            String kept =
                    removed.kept().stream().map(sentence -> "; " + sentence).collect(Collectors.joining());
            print(String.format(
                    Locale.ROOT,
                    "%s: removed, %.1f MiB freed%s%n",
                    Printable.text(name),
                    removed.bytes() / MEBIBYTE,
                    Printable.text(kept)));
        }
        return ExitStatus.RAN.code();
    }

    private void print(String text) throws IOException {
        setup.shell().out().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Command(name = "verify", description = "Checks the files of models: complete, undamaged, loadable.")
    int verify(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "NAME|FOLDER",
                            description = "Which ones (default: all that have a name).")
                    List<String> names)
            throws IOException {
        ModelSource models = setup.models();
        List<String> wanted = names == null || names.isEmpty()
                ? models.list().stream().map(KnownModel::name).toList()
                : names;
        List<String> problems = new ArrayList<>(names == null || names.isEmpty() ? models.damages() : List.of());
        for (String name : wanted) {
            List<String> found = models.verify(name);
            found.forEach(problem -> problems.add(name + ": " + problem));
            if (found.isEmpty()) {
                String outcome = models.hasManifest(name) ? GOOD : OPENS;
                print(Printable.text(name) + ": " + outcome + "\n");
            }
        }
        if (!problems.isEmpty()) {
            throw new ModelUnfitException(String.join(System.lineSeparator(), problems));
        }
        return ExitStatus.RAN.code();
    }
}
