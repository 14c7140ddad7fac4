package dev.clue.cli;

import dev.clue.cli.engine.ModelSource;
import dev.clue.cli.engine.ModelSource.KnownModel;
import dev.clue.cli.output.Printable;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue models}: which models are here, and whether they are whole. */
@Command(name = "models", description = "Lists and checks the models that are here.")
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
        throw new ParameterException(spec.commandLine(), "list or verify?");
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
        setup.shell().out().write(text.toString().getBytes(StandardCharsets.UTF_8));
        return ExitStatus.RAN.code();
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
        List<String> problems = new ArrayList<>();
        for (String name : wanted) {
            List<String> found = models.verify(name);
            found.forEach(problem -> problems.add(name + ": " + problem));
            if (found.isEmpty()) {
                String outcome = models.hasManifest(name) ? GOOD : OPENS;
                setup.shell()
                        .out()
                        .write((Printable.text(name) + ": " + outcome + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!problems.isEmpty()) {
            throw new ModelUnfitException(String.join(System.lineSeparator(), problems));
        }
        return ExitStatus.RAN.code();
    }
}
