package dev.clue.cli.eval;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Methods;
import dev.clue.eval.method.Setting;
import dev.clue.judge.ThresholdRange;
import dev.clue.judge.Thresholds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which methods are compared with CLUE. */
public final class MethodOptions {

    @Option(
            names = "--baselines",
            fallbackValue = "true",
            description =
                    "Also ask the same model outright: without a policy, with all rules, and rule by rule; and let"
                            + " encoder and detector judge alone.")
    private boolean baselines;

    @Option(
            names = "--reasoned-rules",
            fallbackValue = "true",
            description = "Also ask for a chain of thought about every rule: the dearest baseline.")
    private boolean reasonedRules;

    @Option(
            names = "--ablations",
            fallbackValue = "true",
            description = "Also judge with one part of CLUE taken out at a time.")
    private boolean ablations;

    @Option(
            names = "--as-written",
            paramLabel = "FILE",
            description = "The same rules as people wrote them, before they were made objective; adds the ablation"
                    + " without objectification.")
    private @Nullable Path asWritten;

    @Option(
            names = "--calibrations",
            fallbackValue = "true",
            description = "Also judge with other calibrations than the paper's.")
    private boolean calibrations;

    @Option(
            names = "--sweep",
            paramLabel = "NAME=VALUE,...",
            description = "Also judge with other values of a constant, such as --sweep beta=0.3,0.5,0.7; may be given"
                    + " for several.")
    private List<String> sweeps = List.of();

    @Option(
            names = "--flips",
            paramLabel = "FILE",
            split = ",",
            description = "Also judge by these constitutions, by which the set is labelled too, and measure whether"
                    + " verdicts change with the policy and only with it; CLUE, and with --baselines those.")
    private List<Path> flips = List.of();

    @Option(
            names = "--paper",
            fallbackValue = "true",
            description = "Print the layout of the paper's tables, its numbers beside those measured here; includes"
                    + " --baselines and --ablations.")
    private boolean paper;

    /** Files that are read, in the order of the options. */
    public List<Path> inputs() {
        List<Path> inputs = new ArrayList<>(asWritten == null ? List.of() : List.of(asWritten));
        flips.forEach(file -> {
            inputs.add(file);
            inputs.add(LockFile.beside(file));
        });
        return inputs;
    }

    /** Whether the paper's tables are wanted. */
    public boolean paper() {
        return paper;
    }

    /**
     * The constitutions that the run's own is compared with.
     *
     * @throws dev.clue.error.ConstitutionException if one of them or its lock has mistakes
     */
    public List<Constitution> otherConstitutions() {
        return flips.stream()
                .map(file -> ConstitutionFile.read(existing("--flips", file)))
                .toList();
    }

    /**
     * Finds mistakes in these options before anything is judged or made.
     *
     * @param constitution of the run
     * @throws ConfigurationException if an option names what is not there, or a value is out of its range
     * @throws dev.clue.error.ConstitutionException if the rules as written have mistakes
     */
    public void check(Constitution constitution) {
        swept();
        ConstitutionSource source = source();
        if (source != null) {
            Methods.requireSameRules(constitution, source);
        }
    }

    /**
     * The methods, CLUE first.
     *
     * @param batch learns from a batch of images, if it is needed; empty if nothing can be learned from it
     * @throws ConfigurationException if an option names what is not there
     */
    public List<Method> methods(Setting setting, Supplier<Optional<Method>> batch) {
        List<Method> methods = new ArrayList<>(followingPolicies(setting));
        if (ablations || paper || asWritten != null) {
            methods.addAll(Methods.ablations(setting, source()));
        }
        swept().forEach((name, values) ->
                values.forEach(value -> methods.add(Methods.withThreshold(setting, name, value))));
        if (calibrations) {
            methods.addAll(Methods.debiasings(setting));
            batch.get().ifPresent(methods::add);
        }
        return methods;
    }

    /** Of the methods those that judge by every constitution: CLUE, and the baselines if they are wanted. */
    public List<Method> followingPolicies(Setting setting) {
        List<Method> methods = new ArrayList<>();
        methods.add(Methods.clue(setting));
        if (baselines || paper) {
            methods.addAll(Methods.baselines(setting));
        }
        if (reasonedRules) {
            methods.add(Methods.singleRulesReasoned(setting));
        }
        return methods;
    }

    private @Nullable ConstitutionSource source() {
        return asWritten == null ? null : ConstitutionFile.readSource(existing("--as-written", asWritten));
    }

    /** A run names several constitutions, so one that is not there is named with its option. */
    private static Path existing(String option, Path file) {
        if (Files.notExists(file)) {
            throw new ConfigurationException(option + ": " + file + " does not exist: check the path");
        }
        return file;
    }

    /** The values of each constant, each once, in the order in which they were given. */
    private Map<String, Set<Double>> swept() {
        Map<String, Set<Double>> swept = new LinkedHashMap<>();
        for (String sweep : sweeps) {
            int equals = sweep.indexOf('=');
            if (equals < 1) {
                throw new ConfigurationException("--sweep " + sweep + ": name a constant and its values, such as"
                        + " beta=0.3,0.5; the constants are " + String.join(", ", Thresholds.NAMES));
            }
            String name = sweep.substring(0, equals).strip();
            ThresholdRange range = range(sweep, name);
            Set<Double> values = swept.computeIfAbsent(name, first -> new LinkedHashSet<>());
            for (String value : sweep.substring(equals + 1).split(",", -1)) {
                values.add(number(sweep, value, range));
            }
        }
        return swept;
    }

    private static ThresholdRange range(String sweep, String name) {
        if (!Thresholds.NAMES.contains(name)) {
            throw new ConfigurationException("--sweep " + sweep + ": there is no constant '" + name
                    + "'; the constants are " + String.join(", ", Thresholds.NAMES));
        }
        return Thresholds.range(name);
    }

    private static double number(String sweep, String value, ThresholdRange range) {
        try {
            double number = Double.parseDouble(value.strip()) + 0.0; // -0.0 is 0.0
            if (!range.contains(number)) {
                throw new ConfigurationException(
                        "--sweep " + sweep + ": each value must be " + range + ", but one is " + value.strip());
            }
            return number;
        } catch (NumberFormatException e) {
            throw new ConfigurationException(
                    "--sweep " + sweep + ": '" + value + "' is no number; give numbers separated by commas, such as"
                            + " beta=0.3,0.5",
                    e);
        }
    }
}
