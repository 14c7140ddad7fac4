package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Statement;
import dev.clue.image.RgbImage;
import dev.clue.judge.Evidence.Decision;
import dev.clue.judge.RelevanceScan.Relevance;
import dev.clue.model.Look;
import dev.clue.prompt.Wording;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Algorithm 1 as the paper writes it: rule after rule, precondition after precondition, one question at a time, each
 * on an image that is looked at anew; nothing is shared, packed, kept or derived. Slow; it is what {@link Judge} is
 * compared with. May be used by several threads at once.
 */
public final class LiteralJudge implements Algorithm1 {

    private final JudgeModels models;
    private final Thresholds thresholds;
    private final RelevanceScan relevanceScan;
    private final Regions regions;
    private final RegionDifference regionDifference;
    private final LastResort lastResort;

    /**
     * @param models who judges
     * @param constitution by which policy
     * @param thresholds the constants of Algorithm 1
     */
    public LiteralJudge(JudgeModels models, Constitution constitution, Thresholds thresholds) {
        this.models = models;
        this.thresholds = thresholds;
        this.relevanceScan = new RelevanceScan(constitution, models.encoder(), thresholds);
        this.regions = new Regions(models.detector(), thresholds);
        this.regionDifference = new RegionDifference(thresholds, Wording.STATEMENTS);
        this.lastResort = LastResort.of(Variant.PAPER, thresholds);
    }

    @Override
    public Judgement judge(RgbImage image) {
        Cost cost = new Cost();
        List<RuleVerdict> verdicts = new ArrayList<>();
        for (Relevance relevance : relevanceScan.scan(image, cost)) {
            verdicts.add(rule(relevance, image, cost));
        }
        return Verdicts.image(verdicts, cost);
    }

    private RuleVerdict rule(Relevance relevance, RgbImage image, Cost cost) {
        List<PreconditionVerdict> chain = new ArrayList<>();
        if (relevance.kept()) {
            for (Precondition precondition : relevance.rule().preconditions()) {
                PreconditionVerdict verdict = precondition(precondition, image, cost);
                chain.add(verdict);
                if (verdict.outcome() == StatementVerdict.Outcome.FAILS) {
                    break;
                }
            }
        }
        return Verdicts.rule(relevance, chain);
    }

    private PreconditionVerdict precondition(Precondition precondition, RgbImage image, Cost cost) {
        List<StatementVerdict> any = new ArrayList<>();
        for (Statement statement : precondition.any()) {
            StatementVerdict verdict = statement(statement, image, cost);
            any.add(verdict);
            if (verdict.outcome() == StatementVerdict.Outcome.HOLDS) {
                break;
            }
        }
        return Verdicts.precondition(any);
    }

    private StatementVerdict statement(Statement statement, RgbImage image, Cost cost) {
        CentralRegion region = Objects.requireNonNull(
                regions.find(image, List.of(statement), cost).get(statement));
        Evidence evidence = new Evidence(statement, region);
        if (region instanceof CentralRegion.Unknown unknown) {
            return evidence.undecided(Step.REGION, unknown.cause());
        }
        RgbImage view = region.view() == null ? image : image.crop(region.view());
        return switch (byToken(evidence, view, cost)) {
            case Decision.Decided decided -> decided.verdict();
            case Decision.NotSure notSure ->
                switch (byRegion(notSure.evidence(), view, cost)) {
                    case Decision.Decided decided -> decided.verdict();
                    case Decision.NotSure stillNotSure -> byReasoning(stillNotSure.evidence(), view, cost);
                };
        };
    }

    private Decision byToken(Evidence evidence, RgbImage view, Cost cost) {
        Priors anew = new Priors(models.vlm(), Wording.STATEMENTS, PriorStore.inMemory());
        try (Look look = lookAt(view, cost)) {
            return new TokenProbability(thresholds, Wording.STATEMENTS, anew)
                    .decide(look, List.of(evidence), cost)
                    .getFirst();
        }
    }

    private Decision byRegion(Evidence evidence, RgbImage view, Cost cost) {
        return regionDifference
                .decide(region -> lookAt(view.blackOut(region), cost), List.of(evidence), cost)
                .getFirst();
    }

    private StatementVerdict byReasoning(Evidence evidence, RgbImage view, Cost cost) {
        try (Look look = lookAt(view, cost)) {
            return lastResort.decide(look, List.of(evidence), cost).getFirst();
        }
    }

    private Look lookAt(RgbImage view, Cost cost) {
        return new LazyLook(() -> models.vlm().look(view), cost);
    }
}
