package dev.clue.cli.cases;

import dev.clue.cli.batch.Batch;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.run.Basis;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.JudgeModels;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Runs cases. What was judged in an earlier run is not judged again as long as image, constitution and constants are
 * the same.
 */
public final class CaseRunner {

    private final JudgeModels models;
    private final Function<Basis, ImageJudge> judges;
    private final int threads;
    private final String clueVersion;
    private final Map<Question, ImageVerdict> known = new ConcurrentHashMap<>();

    /**
     * @param models who judges
     * @param judges makes a judge
     * @param threads images judged at the same time
     * @param clueVersion version of clue
     */
    public CaseRunner(JudgeModels models, Function<Basis, ImageJudge> judges, int threads, String clueVersion) {
        this.models = models;
        this.judges = judges;
        this.threads = threads;
        this.clueVersion = clueVersion;
    }

    /**
     * Cases with what they are judged by.
     *
     * @param file the cases
     * @param basis constitution, constants and models
     */
    public record Suite(CaseFile file, Basis basis) {}

    /** What an image is asked: the same question has the same verdict. */
    private record Question(String constitution, String profile, Path image, FileTime changed, long bytes) {}

    /**
     * Runs them all, in order; or those before a stop was asked for.
     *
     * @param step is called after each case
     */
    public CaseRun run(List<Suite> suites, StopSignal stop, Runnable step) throws IOException {
        long start = System.nanoTime();
        List<SuiteResult> results = new ArrayList<>();
        for (Suite suite : suites) {
            results.add(new SuiteResult(suite.file(), suite.basis(), results(suite, stop, step)));
        }
        return new CaseRun(
                results,
                models.identities(),
                clueVersion,
                Duration.ofNanos(System.nanoTime() - start),
                suites.stream().mapToInt(suite -> suite.file().cases().size()).sum());
    }

    /** Forgets what no suite asks any more. */
    public void forgetAllBut(List<Suite> suites) {
        Set<String> constitutions = new HashSet<>();
        suites.forEach(suite -> constitutions.add(suite.basis().constitution().sha256()));
        known.keySet().removeIf(question -> !constitutions.contains(question.constitution()));
    }

    private List<CaseResult> results(Suite suite, StopSignal stop, Runnable step) throws IOException {
        ImageJudge judge = judges.apply(suite.basis());
        Map<String, Case> byUri = new HashMap<>();
        List<String> uris = new ArrayList<>();
        for (Case one : suite.file().cases()) {
            uris.add(one.path().toString());
            byUri.put(one.path().toString(), one);
        }
        List<CaseResult> results = new ArrayList<>();
        new Batch(threads, stop).run(uris, uri -> verdict(judge, suite.basis(), Path.of(uri)), verdict -> {
            Case of = byUri.get(verdict.image().uri());
            if (of == null) {
                throw new IllegalStateException("a verdict on an image that nobody asked about: " + verdict.image());
            }
            results.add(Comparison.of(of, verdict));
            step.run();
        });
        return results;
    }

    private ImageVerdict verdict(ImageJudge judge, Basis basis, Path image) {
        Question question;
        try {
            question = new Question(
                    basis.constitution().sha256(),
                    basis.thresholds().profile(),
                    image,
                    Files.getLastModifiedTime(image),
                    Files.size(image));
        } catch (IOException e) {
            return judge.judge(image.toString(), image); // says why it cannot be read
        }
        ImageVerdict before = known.get(question);
        if (before != null) {
            return before;
        }
        ImageVerdict verdict = judge.judge(image.toString(), image);
        if (verdict.error() == null) {
            known.put(question, verdict); // an error may be gone the next time
        }
        return verdict;
    }
}
