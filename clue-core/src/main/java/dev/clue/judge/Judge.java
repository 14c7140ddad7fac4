package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Statement;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * CLUE, Algorithm 1 of the paper, for one image. It asks exactly what Algorithm 1 asks, but each statement once an
 * image, and together what does not depend on each other: that changes the cost and nothing else, as a test against
 * {@link LiteralJudge} shows. May be used by several threads at once.
 */
public final class Judge implements Algorithm1 {

    private final MultimodalModel model;
    private final RelevanceScan relevanceScan;
    private final Regions regions;
    private final TokenProbability tokenProbability;
    private final RegionDifference regionDifference;
    private final LastResort lastResort;

    /**
     * @param models who judges
     * @param constitution by which policy
     * @param thresholds the constants of Algorithm 1
     * @param priors where language priors are kept
     */
    public Judge(JudgeModels models, Constitution constitution, Thresholds thresholds, PriorStore priors) {
        this(models, constitution, thresholds, priors, Variant.PAPER);
    }

    /**
     * @param models who judges
     * @param constitution by which policy
     * @param thresholds the constants of Algorithm 1
     * @param priors where language priors are kept
     * @param variant what is exchanged in Algorithm 1
     */
    public Judge(
            JudgeModels models, Constitution constitution, Thresholds thresholds, PriorStore priors, Variant variant) {
        this.model = models.vlm();
        this.relevanceScan = new RelevanceScan(constitution, models.encoder(), thresholds);
        this.regions = new Regions(models.detector(), thresholds);
        this.tokenProbability =
                new TokenProbability(thresholds, variant.wording(), new Priors(model, variant.wording(), priors));
        this.regionDifference = new RegionDifference(thresholds, variant.wording());
        this.lastResort = LastResort.of(variant, thresholds);
    }

    /**
     * Judges an image: relevant rules (paper section 3.2), precondition chains with debiased token probabilities (3.3),
     * central regions (3.4), reasoning (3.5), verdict. A failure of a model becomes part of the judgement and is not
     * thrown.
     */
    @Override
    public Judgement judge(RgbImage image) {
        Cost cost = new Cost();
        ChainWalk walk = new ChainWalk(relevanceScan.scan(image, cost));
        Map<Statement, CentralRegion> central = regions.find(image, walk.statements(), cost);
        try (Look whole = lookAt(image, cost)) {
            for (Set<Statement> next = walk.next(); !next.isEmpty(); next = walk.next()) {
                byView(next, central, walk).forEach((crop, open) -> {
                    if (crop.isEmpty()) {
                        examine(whole, open, walk, cost);
                    } else {
                        try (Look part = lookAt(image.crop(crop.get()), cost)) {
                            examine(part, open, walk, cost);
                        }
                    }
                });
            }
        }
        return Verdicts.image(walk.verdicts(), cost);
    }

    /** Token probability, then region, then reasoning, each for what the one before is not sure of. */
    private void examine(Look look, List<Evidence> open, ChainWalk walk, Cost cost) {
        List<Evidence> notSure = walk.settle(tokenProbability.decide(look, open, cost));
        List<Evidence> stillNotSure = walk.settle(regionDifference.decide(look::without, notSure, cost));
        List<StatementVerdict> verdicts = lastResort.decide(look, stillNotSure, cost);
        for (int i = 0; i < stillNotSure.size(); i++) {
            walk.settle(stillNotSure.get(i).statement(), verdicts.get(i));
        }
    }

    private Look lookAt(RgbImage view, Cost cost) {
        return new LazyLook(() -> model.look(view), cost);
    }

    /** Statements by what the model looks at for them: the image (empty) or a crop of it. */
    private static Map<Optional<Box>, List<Evidence>> byView(
            Set<Statement> next, Map<Statement, CentralRegion> central, ChainWalk walk) {
        Map<Optional<Box>, List<Evidence>> views = new LinkedHashMap<>();
        for (Statement statement : next) {
            CentralRegion region = Objects.requireNonNull(central.get(statement));
            Evidence evidence = new Evidence(statement, region);
            if (region instanceof CentralRegion.Unknown unknown) {
                walk.settle(statement, evidence.undecided(Step.REGION, unknown.cause()));
            } else {
                views.computeIfAbsent(Optional.ofNullable(region.view()), any -> new ArrayList<>())
                        .add(evidence);
            }
        }
        return views;
    }
}
