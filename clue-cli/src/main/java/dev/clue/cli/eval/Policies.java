package dev.clue.cli.eval;

import dev.clue.constitution.Constitution;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import dev.clue.eval.data.ReadOptions;
import dev.clue.eval.data.SetProblem;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Methods;
import dev.clue.eval.method.Setting;
import dev.clue.eval.report.PolicyRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The constitutions that images are judged by, each with the labels that the set has for it.
 *
 * @param own that of the run
 * @param others those that are compared with it, in the order in which they were named
 */
public record Policies(Policy own, List<Policy> others) {

    /**
     * A constitution and a set.
     *
     * @param constitution by which policy
     * @param set the images with their labels by it
     */
    public record Policy(Constitution constitution, LabelledSet set) {}

    /** Copies the list. */
    public Policies {
        others = List.copyOf(others);
    }

    /**
     * Reads the set for each of them.
     *
     * @throws ConfigurationException if there are several and the set does not label images by constitution, if two have
     *     one id, or if the set cannot be used for one of them
     */
    public static Policies read(Path dataset, ReadOptions options, Constitution own, List<Constitution> others) {
        LabelledSet set = LabelledSet.read(dataset, options.with(own));
        requireDistinct(own, others);
        if (!others.isEmpty() && !set.labelledByConstitution()) {
            throw new ConfigurationException(dataset + ": its labels do not say by which constitution they are, so"
                    + " --flips has nothing to compare: name the column that has them in rules.by_constitution of a"
                    + " mapping file, and that file with --mapping");
        }
        return new Policies(
                new Policy(own, set),
                others.stream()
                        .map(other -> new Policy(other, LabelledSet.read(dataset, options.with(other))))
                        .toList());
    }

    private static void requireDistinct(Constitution own, List<Constitution> others) {
        Set<String> ids = new LinkedHashSet<>(Set.of(own.id()));
        for (Constitution other : others) {
            if (!ids.add(other.id())) {
                throw new ConfigurationException("--flips: there are two constitutions '" + other.id()
                        + "': name each once, and give each an id of its own");
            }
        }
    }

    /** The ids of the constitutions that are compared with the run's own. */
    public List<String> otherIds() {
        return others.stream().map(other -> other.constitution().id()).toList();
    }

    /** What is wrong with the set, each problem once. */
    public List<SetProblem> problems() {
        Set<SetProblem> problems = new LinkedHashSet<>(own.set().problems());
        others.forEach(other -> problems.addAll(other.set().problems()));
        return List.copyOf(problems);
    }

    /**
     * Methods by the other constitutions.
     *
     * @param setting by the run's own
     * @param methodsBy makes the methods by one of them
     */
    public List<Method> methods(Setting setting, Function<Setting, List<Method>> methodsBy) {
        List<Method> methods = new ArrayList<>();
        for (Policy other : others) {
            Setting by = new Setting(
                    setting.models(),
                    other.constitution(),
                    setting.thresholds(),
                    setting.priors(),
                    setting.savedMillis());
            methods.addAll(Methods.under(other.constitution(), methodsBy.apply(by)));
        }
        return methods;
    }

    /**
     * What was judged by each of them.
     *
     * @param judged images of the run
     * @param methods ids of the methods by the run's own constitution
     */
    public List<PolicyRun> runs(List<LabelledImage> judged, List<String> methods) {
        Map<String, String> ids = new HashMap<>();
        methods.forEach(method -> ids.put(method, method));
        List<PolicyRun> runs = new ArrayList<>();
        runs.add(new PolicyRun(own.constitution().id(), judged, ids));
        for (Policy other : others) {
            String constitution = other.constitution().id();
            Map<String, String> under = new HashMap<>();
            methods.forEach(method -> under.put(method, Methods.under(constitution, method)));
            runs.add(new PolicyRun(constitution, other.set().images(), under));
        }
        return runs;
    }
}
