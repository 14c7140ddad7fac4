package dev.clue.cli;

import dev.clue.cli.batch.Interruption;
import dev.clue.cli.compile.CompileJson;
import dev.clue.cli.compile.CompileText;
import dev.clue.cli.compile.FoundVocabulary;
import dev.clue.cli.compile.LockDifference;
import dev.clue.cli.compile.LockOnDisk;
import dev.clue.cli.compile.Policy;
import dev.clue.cli.compile.Stage;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.PriceOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.option.TextModelOptions;
import dev.clue.cli.option.TextModelOptions.OpenTextModel;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFormat;
import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.output.Words;
import dev.clue.cli.run.Price;
import dev.clue.cli.terminal.Terminal;
import dev.clue.compile.CompileListener;
import dev.clue.compile.CompilePlan;
import dev.clue.compile.CompilePlan.Action;
import dev.clue.compile.CompilePlan.Planned;
import dev.clue.compile.CompileResult;
import dev.clue.compile.CompileSettings;
import dev.clue.compile.PolicyCompiler;
import dev.clue.compile.RuleOutcome;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Vocabulary;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue compile}: turns rules in prose into chains of preconditions, and checks them. */
@Command(
        name = "compile",
        description = {
            "Turns rules in prose into objective rules with chains of preconditions, and checks them.",
            "",
            "Reads a constitution (*.clue.yaml) or a policy in Markdown, of which it makes one, and writes the lock"
                    + " beside it. Only rules that changed are compiled; what a person edited is kept. Each rule is"
                    + " written when it is finished, so an interrupted run goes on where it stopped."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue compile policy.md --text-model openai:gpt-4.1",
            "  clue compile policy.clue.yaml --text-model openai:llama --dry-run",
            "  clue compile policy.clue.yaml --text-model openai:llama --vocabulary pictogram",
            "  clue compile policy.clue.yaml --check",
            "",
            "Each option can also be set by an environment variable (CLUE_TEXT_MODEL) or in clue.yaml (text_model)."
        })
final class CompileCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Parameters(paramLabel = "POLICY", description = "A constitution (*.clue.yaml), or a policy in Markdown (*.md).")
    private Path file = Path.of("");

    @Mixin
    private TextModelOptions textModel = new TextModelOptions();

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE|MODEL",
            description =
                    "Write chains in the words that the model that will judge knows: a vocabulary file, or a model"
                            + " whose folder has one, such as pictogram.")
    private @Nullable String vocabulary;

    @Option(
            names = "--check",
            fallbackValue = "true",
            description = "Ask no model and write nothing: exit with 3 if a rule has no entry that fits it, and with"
                    + " 100 if an entry has errors that nobody has settled.")
    private boolean check;

    @Option(
            names = "--dry-run",
            fallbackValue = "true",
            description = "Compile, show what would change as a diff, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--recompile",
            paramLabel = "ID",
            split = ",",
            description = "Compile these rules even if they are up to date, and replace what a person edited; all for"
                    + " every rule whose entry nobody edited.")
    private Set<String> recompile = Set.of();

    @Option(
            names = "--revisions",
            paramLabel = "N",
            defaultValue = "3",
            description = "Revise a rule at most so often to make it objective (default: ${DEFAULT-VALUE}).")
    private int revisions = 3;

    @Option(
            names = "--rules-together",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rules compiled at the same time (default: ${DEFAULT-VALUE}).")
    private int together = 1;

    @Mixin
    private PriceOptions priceOptions = new PriceOptions();

    @Mixin
    private ResultOptions result = new ResultOptions();

    private final Setup setup;
    private final CommonOptions common;

    CompileCommand(Setup setup, CommonOptions common) {
        this.setup = setup;
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        requireOptions();
        Price price = priceOptions.price();
        Policy policy = Policy.read(file);
        policy.notes().forEach(note -> note(note.toString()));
        Optional<FoundVocabulary> found =
                Optional.ofNullable(vocabulary).map(named -> FoundVocabulary.of(named, setup.models()));
        List<Path> files = new ArrayList<>(List.of(policy.file(), policy.constitution(), policy.lockFile()));
        found.ifPresent(known -> files.add(known.file()));
        result.requireNotRead(files);
        result.requireNotRead(textModel.files());
        textModel.requireOther(files);
        LockFile lock = policy.lock();
        CompilePlan plan = CompilePlan.of(policy.source(), lock, again(policy, lock));
        return check
                ? check(policy, plan).code()
                : compile(
                                policy,
                                lock,
                                plan,
                                price,
                                found.map(FoundVocabulary::vocabulary).orElse(null))
                        .code();
    }

    private void requireOptions() {
        if (revisions < 0) {
            throw new ConfigurationException("--revisions: must be 0 or more, but is " + revisions);
        }
        if (together < 1) {
            throw new ConfigurationException("--rules-together: must be 1 or more, but is " + together);
        }
        if (result.format() != OutputFormat.TEXT && (result.format() != OutputFormat.JSON || dryRun || check)) {
            throw new ConfigurationException("--format: clue compile writes text or json, and a diff and a check as"
                    + " text alone, not " + result.format());
        }
    }

    private Predicate<String> again(Policy policy, LockFile lock) {
        for (String id : recompile) {
            if (!id.equals(ALL)
                    && policy.source().rules().stream()
                            .noneMatch(rule -> rule.id().equals(id))) {
                throw new ConfigurationException("--recompile: there is no rule \"" + id + "\" in " + policy.file()
                        + ": there are "
                        + policy.source().rules().stream()
                                .map(rule -> rule.id())
                                .collect(Collectors.joining(", ")));
            }
        }
        return id -> recompile.contains(id)
                || (recompile.contains(ALL)
                        && lock.entry(id).filter(LockEntry::isEditedByHand).isEmpty());
    }

    private ExitStatus check(Policy policy, CompilePlan plan) throws IOException {
        StringBuilder lines = new StringBuilder();
        if (!policy.constitutionIsUpToDate()) {
            lines.append(policy.constitution())
                    .append(": does not say what ")
                    .append(policy.file())
                    .append(" says\n");
        }
        for (Planned step : plan.steps()) {
            if (step.action().isStale()) {
                lines.append(policy.lockFile())
                        .append(": rule ")
                        .append(step.rule().id())
                        .append(": ")
                        .append(why(step.action()))
                        .append('\n');
            }
        }
        boolean stale = !lines.isEmpty();
        boolean errors = false;
        for (Planned step : plan.steps()) {
            if (step.action() == Action.KEEP) {
                for (LockFinding finding : step.entry().orElseThrow().openErrors()) {
                    errors = true;
                    lines.append(policy.lockFile() + ": rule " + step.rule().id() + ": " + finding.message() + ": "
                            + finding.advice() + "\n");
                }
            }
        }
        try (Destination destination = result.open(setup.shell().out())) {
            destination.write(printable(lines).getBytes(StandardCharsets.UTF_8));
            destination.publish();
        }
        setup.shell()
                .err()
                .println(
                        stale
                                ? "stale: run clue compile " + policy.file()
                                : errors ? "up to date, with errors that nobody has settled" : "up to date");
        Set<ExitStatus> reasons = EnumSet.noneOf(ExitStatus.class);
        if (stale) {
            reasons.add(ExitStatus.CONSTITUTION);
        }
        if (errors) {
            reasons.add(ExitStatus.GATE);
        }
        return ExitStatus.of(reasons);
    }

    private static String why(Action action) {
        return switch (action) {
            case COMPILE_NEW -> "it has no entry";
            case COMPILE_CHANGED -> "it has changed since it was compiled";
            case KEEP_STALE -> "it has changed since its entry was edited by hand";
            case NOTHING_TO_COMPILE, KEEP, KEEP_EDITED, COMPILE_AGAIN -> "it is up to date";
        };
    }

    private ExitStatus compile(
            Policy policy, LockFile before, CompilePlan plan, @Nullable Price price, @Nullable Vocabulary known)
            throws IOException {
        CompileSettings settings = CompileSettings.DEFAULT.withRevisions(revisions);
        policy.lostSuppressions().forEach(this::note);
        boolean asks = plan.steps().stream().anyMatch(step -> step.action().compiles());
        plan.dropped().forEach(id -> note(policy.lockFile() + ": rule " + id + ": its entry is not needed any more"));
        plan.removed()
                .forEach(entry -> note(policy.lockFile() + ": rule " + entry.ruleId()
                        + ": its entry is not needed any more, and is kept because a person edited it: remove it when"
                        + " you need it no more"));
        try (Destination destination = result.open(setup.shell().out())) {
            CompileResult compiled;
            LockOnDisk disk = new LockOnDisk(policy.lockFile(), before, this::note);
            int unanswered = 0;
            boolean interrupted;
            if (!dryRun) {
                LockFile.requireWritable(policy.lockFile());
            }
            AtomicReference<Stage> stage = new AtomicReference<>(Stage.CONTROL_QUESTIONS);
            try (Interruption signals = Interruption.listen(
                    ExitStatus.INTERRUPTED.code(),
                    setup.shell().err(),
                    () -> stage.get().stopping())) {
                CompileListener listener = new Keeper(policy, disk, signals, stage);
                if (asks) {
                    try (OpenTextModel open = textModel.open(setup.textModels())) {
                        compiled = new PolicyCompiler(open.model(), settings, known, Version.clueVersion(), together)
                                .compile(policy.source(), plan, listener);
                        unanswered = open.unanswered();
                    } catch (ModelException e) {
                        if (!signals.stop().requested()) {
                            throw e;
                        }
                        note(String.valueOf(e.getMessage()));
                        return ExitStatus.INTERRUPTED;
                    }
                } else {
                    textModel.requireSound(setup.textModels());
                    listener.begins();
                    compiled = PolicyCompiler.keep(policy.source(), plan);
                }
                interrupted = signals.stop().requested();
            }
            if (!dryRun) {
                disk.write(compiled.lock());
            }
            destination.write(text(policy, compiled, price).getBytes(StandardCharsets.UTF_8));
            destination.publish();
            setup.shell().err().println(CompileText.summary(compiled, price));
            if (unanswered > 0) {
                note(Words.count(unanswered, "prompt") + " without a recorded answer");
            }
            return status(compiled, unanswered, interrupted);
        }
    }

    private String text(Policy policy, CompileResult compiled, @Nullable Price price) {
        if (dryRun) {
            return printable(LockDifference.lines(policy, compiled.lock()));
        }
        if (result.format() == OutputFormat.JSON) {
            return CompileJson.text(policy, compiled, price);
        }
        Terminal terminal = result.file().isPresent()
                ? Terminal.none(Map.of())
                : common.colours(setup.shell().outTerminal());
        return String.join("\n", new CompileText(terminal).lines(compiled)) + "\n";
    }

    private static ExitStatus status(CompileResult compiled, int unanswered, boolean interrupted) {
        Set<ExitStatus> reasons = EnumSet.noneOf(ExitStatus.class);
        if (interrupted) {
            reasons.add(ExitStatus.INTERRUPTED);
        }
        if (!compiled.outcomes(RuleOutcome.EditedAndStale.class).isEmpty()) {
            reasons.add(ExitStatus.CONSTITUTION);
        }
        List<RuleOutcome.Failed> failed = compiled.outcomes(RuleOutcome.Failed.class);
        if (unanswered > 0 || compiled.modelFailed() || failed.stream().anyMatch(RuleOutcome.Failed::isOfTheModel)) {
            reasons.add(ExitStatus.MODEL);
        }
        if (!failed.isEmpty()) {
            reasons.add(ExitStatus.ITEM_ERRORS);
        }
        if (compiled.open(Severity.ERROR).findAny().isPresent()) {
            reasons.add(ExitStatus.GATE);
        }
        return ExitStatus.of(reasons);
    }

    /** Writes the constitution when rules are compiled, and what is finished, rule by rule. */
    private final class Keeper implements CompileListener {

        private final Policy policy;
        private final LockOnDisk disk;
        private final Interruption signals;
        private final AtomicReference<Stage> stage;

        Keeper(Policy policy, LockOnDisk disk, Interruption signals, AtomicReference<Stage> stage) {
            this.policy = policy;
            this.disk = disk;
            this.signals = signals;
            this.stage = stage;
        }

        @Override
        public void begins() {
            stage.set(Stage.RULES);
            if (!dryRun) {
                policy.writeConstitution();
            }
        }

        @Override
        public void finished(RuleOutcome outcome, LockFile lock) {
            if (!dryRun && outcome instanceof RuleOutcome.Compiled) {
                disk.write(lock);
            }
            if (setup.shell().errTerminal().interactive()) {
                setup.shell().err().println(Printable.text("finished " + outcome.ruleId()));
            }
        }

        @Override
        public void shares() {
            stage.set(Stage.SHARED_STATEMENTS);
        }

        @Override
        public boolean stopped() {
            return signals.stop().requested();
        }
    }

    private void note(String message) {
        new Warnings(setup.shell().err()).say(message);
    }

    private static String printable(CharSequence lines) {
        return printable(lines.toString().lines().toList());
    }

    private static String printable(List<String> lines) {
        return lines.stream().map(line -> Printable.text(line) + "\n").collect(Collectors.joining());
    }
}
