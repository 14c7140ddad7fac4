package dev.clue.compile;

import dev.clue.compile.CompilePlan.Planned;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.Vocabulary;
import dev.clue.error.ModelException;
import dev.clue.model.TextModel;
import dev.clue.model.Usage;
import dev.clue.recording.ReplayingTextModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a constitution, the offline half of CLUE: each rule is objectified (paper section 3.1), taken apart into
 * preconditions (3.3), given its central objects (3.4), and checked. A rule that fails is reported and costs no other
 * rule anything.
 */
public final class PolicyCompiler {

    private static final String NOT_SHARED =
            "statements of several rules that mean the same were not looked for, so each is asked by itself, which costs"
                    + " time and changes no verdict: ";

    private static final String NOT_ALL_SHARED =
            "not all statements of several rules that mean the same are written the same, so some are asked twice, which"
                    + " costs time and changes no verdict: ";
    private static final String STOPPED =
            "the run was stopped; run again with --recompile and the id of a rule, and they are looked for among all rules";

    private final TextModel model;
    private final CompileSettings settings;
    private final @Nullable Vocabulary vocabulary;
    private final String clueVersion;
    private final int together;

    /**
     * @param model writes and checks
     * @param settings how hard to try
     * @param vocabulary what the model that judges knows, or null where it knows any word
     * @param clueVersion goes into the lock
     * @param together how many rules are compiled at the same time, 1 or more
     */
    public PolicyCompiler(
            TextModel model,
            CompileSettings settings,
            @Nullable Vocabulary vocabulary,
            String clueVersion,
            int together) {
        this.model = model;
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.clueVersion = clueVersion;
        this.together = together;
    }

    /**
     * Compiles what the plan says.
     *
     * @param source the constitution that the plan is for
     * @throws dev.clue.error.ModelUnfitException if the model fails a control question or cannot do this work at all;
     *     what was finished before has been handed to the listener
     * @throws dev.clue.error.ModelUnavailableException if the control questions could not be asked, or the listener
     *     stopped the run before they were answered
     */
    public CompileResult compile(ConstitutionSource source, CompilePlan plan, CompileListener listener) {
        Interview interview = new Interview(model, settings.retries());
        Work work = new Work(source, plan);
        List<Planned> due =
                plan.steps().stream().filter(step -> step.action().compiles()).toList();
        List<String> notes = new ArrayList<>();
        boolean modelFailed = false;
        Usage controlUsage = Usage.NONE;
        if (!due.isEmpty()) {
            Interview asking = new Interview(new StoppableTextModel(model, listener::stopped), settings.retries());
            ControlQuestions.Result control =
                    ControlQuestions.forCompiling(asking).ask();
            controlUsage = asking.usage();
            if (!(model instanceof ReplayingTextModel)) {
                control.requirePassed();
            }
            // Where recorded answers to the control questions are missing, those to the rules are asked for at once.
            CompileListener keeping = control.passed() ? listener : listener.keepingNothing();
            keeping.begins();
            compile(due, new RuleCompiler(interview, settings, vocabulary, clueVersion), work, keeping);
            control.requirePassed();
            modelFailed = !share(interview, work, notes, keeping);
        }
        return new CompileResult(work.lock(), work.inOrder(), notes, modelFailed, controlUsage.plus(interview.usage()));
    }

    /**
     * What a plan comes to that asks nothing of a model.
     *
     * @throws IllegalArgumentException if there is something to compile
     */
    public static CompileResult keep(ConstitutionSource source, CompilePlan plan) {
        plan.steps().stream()
                .filter(step -> step.action().compiles())
                .findFirst()
                .ifPresent(step -> {
                    throw new IllegalArgumentException("rule " + step.rule().id() + " is to be compiled");
                });
        Work work = new Work(source, plan);
        return new CompileResult(work.lock(), work.inOrder(), List.of(), false, Usage.NONE);
    }

    private static RuleOutcome kept(Planned step) {
        String id = step.rule().id();
        return switch (step.action()) {
            case NOTHING_TO_COMPILE -> new RuleOutcome.Handwritten(id);
            case KEEP -> new RuleOutcome.UpToDate(id, step.entry().orElseThrow());
            case KEEP_EDITED -> new RuleOutcome.Edited(id, step.entry().orElseThrow());
            case KEEP_STALE -> new RuleOutcome.EditedAndStale(id, step.entry().orElseThrow());
            case COMPILE_NEW, COMPILE_CHANGED, COMPILE_AGAIN -> throw new IllegalArgumentException(id);
        };
    }

    private void compile(List<Planned> due, RuleCompiler compiler, Work work, CompileListener listener) {
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(together, due.size()))) {
            CompletionService<RuleOutcome> service = new ExecutorCompletionService<>(threads);
            try {
                due.forEach(step -> service.submit(task(step, compiler, listener)));
                for (int i = 0; i < due.size(); i++) {
                    RuleOutcome outcome = service.take().get();
                    work.outcomes.put(outcome.ruleId(), outcome);
                    listener.finished(outcome, work.lock());
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw unchecked(e);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static Callable<RuleOutcome> task(Planned step, RuleCompiler compiler, CompileListener listener) {
        return () -> listener.stopped() ? new RuleOutcome.NotReached(step.rule().id()) : compiler.compile(step.rule());
    }

    private static RuntimeException unchecked(ExecutionException e) {
        return switch (e.getCause()) {
            case ModelException model -> model;
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    /**
     * Shares statements where all rules are there; else a later run does, when they are.
     *
     * @return false if the model could not be asked
     */
    private static boolean share(Interview interview, Work work, List<String> notes, CompileListener listener) {
        boolean compiled = work.inOrder().stream().anyMatch(RuleOutcome.Compiled.class::isInstance);
        boolean all = work.inOrder().stream()
                .noneMatch(outcome -> outcome instanceof RuleOutcome.NotReached
                        || (outcome instanceof RuleOutcome.Failed failed && failed.isOfTheModel()));
        if (!compiled || !all) {
            return true;
        }
        if (listener.stopped()) {
            notes.add(NOT_SHARED + STOPPED);
            return true;
        }
        listener.shares();
        Set<String> mayChange = work.outcomes.values().stream()
                .filter(outcome -> outcome instanceof RuleOutcome.Compiled || outcome instanceof RuleOutcome.UpToDate)
                .map(RuleOutcome::ruleId)
                .collect(Collectors.toSet());
        List<LockEntry> entries = work.used();
        try {
            SharedStatements sharing = new SharedStatements(interview, listener::stopped);
            sharing.share(entries, mayChange).forEach(work::replace);
            if (sharing.leftOut()) {
                notes.add(NOT_ALL_SHARED + STOPPED);
            }
            return true;
        } catch (StepFailedException e) {
            notes.add(NOT_SHARED + e.why());
            return true;
        } catch (ModelException e) {
            notes.add(NOT_SHARED + e.getMessage());
            return false;
        }
    }

    /** What is finished so far. */
    private static final class Work {

        private final ConstitutionSource source;
        private final CompilePlan plan;
        private final Map<String, RuleOutcome> outcomes = new LinkedHashMap<>();

        Work(ConstitutionSource source, CompilePlan plan) {
            this.source = source;
            this.plan = plan;
            plan.steps().stream()
                    .filter(step -> !step.action().compiles())
                    .map(PolicyCompiler::kept)
                    .forEach(outcome -> outcomes.put(outcome.ruleId(), outcome));
        }

        /** In the order of the constitution, so that a lock changes no more than it must. */
        LockFile lock() {
            List<LockEntry> entries = new ArrayList<>();
            plan.steps().forEach(step -> entry(step).ifPresent(entries::add));
            entries.addAll(plan.removed());
            return new LockFile(source.id(), entries);
        }

        /** Of what is compiled the new entry, of all else the one that was there. */
        private Optional<LockEntry> entry(Planned step) {
            if (step.rule().isHandwritten()) {
                return Optional.empty();
            }
            return outcomes.get(step.rule().id()) instanceof RuleOutcome.Compiled compiled
                    ? Optional.of(compiled.entry())
                    : outcomes.get(step.rule().id()) instanceof RuleOutcome.UpToDate kept
                            ? Optional.of(kept.entry())
                            : step.entry();
        }

        /** The entries that judging would use. */
        List<LockEntry> used() {
            return inOrder().stream()
                    .flatMap(outcome -> switch (outcome) {
                        case RuleOutcome.Compiled compiled -> Optional.of(compiled.entry()).stream();
                        case RuleOutcome.UpToDate kept -> Optional.of(kept.entry()).stream();
                        case RuleOutcome.Edited edited -> Optional.of(edited.entry()).stream();
                        default -> Optional.<LockEntry>empty().stream();
                    })
                    .toList();
        }

        void replace(LockEntry entry) {
            outcomes.computeIfPresent(entry.ruleId(), (id, outcome) -> switch (outcome) {
                case RuleOutcome.Compiled compiled -> new RuleOutcome.Compiled(id, entry);
                case RuleOutcome.UpToDate kept -> new RuleOutcome.UpToDate(id, entry);
                default -> outcome;
            });
        }

        List<RuleOutcome> inOrder() {
            return plan.steps().stream()
                    .map(step -> step.rule().id())
                    .map(id -> outcomes.getOrDefault(id, new RuleOutcome.NotReached(id)))
                    .toList();
        }
    }
}
