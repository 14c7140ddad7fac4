package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Statement;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.judge.Packs.Answer;
import dev.clue.judge.RelevanceScan.Relevance;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.prompt.Prompts;
import dev.clue.prompt.Wording;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks all statements of a constitution about an image, whichever rules are relevant and wherever chains would end. The
 * scores are those that {@link Judge} would read, crops included, so that thresholds for it can be learned from them.
 * May be used by several threads at once.
 */
public final class StatementSurvey {

    private final Constitution constitution;
    private final MultimodalModel model;
    private final Thresholds thresholds;
    private final RelevanceScan relevanceScan;
    private final Regions regions;
    private final Priors priors;

    /**
     * @param models who is asked
     * @param constitution whose statements
     * @param thresholds the constants of relevance, regions and answer mass
     * @param priors where language priors are kept
     */
    public StatementSurvey(JudgeModels models, Constitution constitution, Thresholds thresholds, PriorStore priors) {
        this.constitution = constitution;
        this.model = models.vlm();
        this.thresholds = thresholds;
        this.relevanceScan = new RelevanceScan(constitution, models.encoder(), thresholds);
        this.regions = new Regions(models.detector(), thresholds);
        this.priors = new Priors(model, Wording.STATEMENTS, priors);
    }

    /**
     * What a statement scored.
     *
     * @param pYes M(x, c), 0 to 1
     * @param prior M(None, c), 0 to 1
     * @param meaningful whether the answer mass is large enough, with and without the image, for the score to be used
     */
    public record Score(double pYes, double prior, boolean meaningful) {}

    /**
     * What was found about an image.
     *
     * @param cosines relevance by rule id; empty without a scan
     * @param relevant rules that the scan keeps
     * @param scores by statement
     * @param failure what failed first, or null; then something is missing in the others
     */
    public record Found(
            SortedMap<String, Double> cosines,
            Set<String> relevant,
            Map<Statement, Score> scores,
            @Nullable Failure failure) {}

    /** Asks. A failure of a model becomes part of what is found and is not thrown. */
    public Found survey(RgbImage image) {
        Cost cost = new Cost();
        Findings findings = new Findings();
        relevanceScan.scan(image, cost).forEach(findings::add);
        Map<Statement, CentralRegion> central = regions.find(image, statements(), cost);
        byView(central, findings).forEach((crop, statements) -> {
            RgbImage view = crop.map(image::crop).orElse(image);
            try (Look look = new LazyLook(() -> model.look(view), cost)) {
                ask(look, statements, findings, cost);
            }
        });
        return findings.found();
    }

    private Set<Statement> statements() {
        Set<Statement> all = new LinkedHashSet<>();
        constitution.rules().forEach(rule -> rule.preconditions().forEach(each -> all.addAll(each.any())));
        return all;
    }

    private static Map<Optional<Box>, List<Statement>> byView(
            Map<Statement, CentralRegion> central, Findings findings) {
        Map<Optional<Box>, List<Statement>> views = new LinkedHashMap<>();
        central.forEach((statement, region) -> {
            if (region instanceof CentralRegion.Unknown unknown) {
                findings.failed(unknown.cause());
            } else {
                views.computeIfAbsent(Optional.ofNullable(region.view()), any -> new ArrayList<>())
                        .add(statement);
            }
        });
        return views;
    }

    private void ask(Look look, List<Statement> statements, Findings findings, Cost cost) {
        List<String> texts = statements.stream().map(Statement::text).toList();
        List<Answer> prior = priors.of(texts, cost);
        List<Answer> seen =
                Packs.ask(look, texts.stream().map(Prompts::precondition).toList());
        for (int i = 0; i < statements.size(); i++) {
            AnswerProbability without = findings.given(prior.get(i));
            AnswerProbability with = findings.given(seen.get(i));
            if (with != null && without != null) {
                findings.scores.put(statements.get(i), score(with, without));
            }
        }
    }

    private Score score(AnswerProbability seen, AnswerProbability prior) {
        boolean meaningful = seen.mass() >= thresholds.answerMass() && prior.mass() >= thresholds.answerMass();
        return new Score(seen.score(), prior.score(), meaningful);
    }

    /** What has been found so far. */
    private static final class Findings {

        private final SortedMap<String, Double> cosines = new TreeMap<>();
        private final Set<String> relevant = new LinkedHashSet<>();
        private final Map<Statement, Score> scores = new LinkedHashMap<>();
        private @Nullable Failure failure;

        void add(Relevance relevance) {
            String rule = relevance.rule().id();
            Double cosine = relevance.cosine();
            if (cosine != null) {
                cosines.put(rule, cosine);
            }
            if (relevance.kept()) {
                relevant.add(rule);
            }
            if (relevance.failure() != null) {
                failed(relevance.failure());
            }
        }

        void failed(Failure cause) {
            failure = failure == null ? cause : failure;
        }

        @Nullable AnswerProbability given(Answer answer) {
            return switch (answer) {
                case Answer.Given given -> given.probability();
                case Answer.Missing missing -> {
                    failed(missing.cause());
                    yield null;
                }
            };
        }

        Found found() {
            return new Found(cosines, Set.copyOf(relevant), Map.copyOf(scores), failure);
        }
    }
}
