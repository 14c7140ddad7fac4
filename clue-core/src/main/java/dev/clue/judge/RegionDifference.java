package dev.clue.judge;

import dev.clue.image.Box;
import dev.clue.judge.Evidence.Decision;
import dev.clue.judge.Packs.Answer;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.prompt.Wording;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The region difference, paper section 3.4: if the score drops by more than beta once the central region is
 * painted black, it was the region that spoke for the statement, and the statement holds.
 */
final class RegionDifference {

    private final Thresholds thresholds;
    private final Wording wording;

    RegionDifference(Thresholds thresholds, Wording wording) {
        this.thresholds = thresholds;
        this.wording = wording;
    }

    /**
     * One decision a statement, in the order of their regions; those that have none stay not sure.
     *
     * @param withoutRegion what the model looks at, with a region painted black
     */
    List<Decision> decide(Function<Box, Look> withoutRegion, List<Evidence> open, Cost cost) {
        List<Decision> decisions = new ArrayList<>(open.size());
        Map<CentralRegion.Found, List<Evidence>> byRegion = new LinkedHashMap<>();
        for (Evidence evidence : open) {
            CentralRegion.Found region = regionToCompare(evidence);
            if (region == null) {
                decisions.add(new Decision.NotSure(evidence));
            } else {
                byRegion.computeIfAbsent(region, any -> new ArrayList<>()).add(evidence);
            }
        }
        byRegion.forEach((region, sharing) ->
                decisions.addAll(cost.time(Cost.REGION_DIFFERENCE, () -> compare(withoutRegion, region, sharing))));
        return decisions;
    }

    private CentralRegion.@Nullable Found regionToCompare(Evidence evidence) {
        boolean meaningful =
                evidence.score() != null && evidence.score().reading(thresholds) != DebiasedScore.Reading.MEANINGLESS;
        return meaningful && evidence.region() instanceof CentralRegion.Found found ? found : null;
    }

    private List<Decision> compare(
            Function<Box, Look> withoutRegion, CentralRegion.Found region, List<Evidence> sharing) {
        try (Look without = withoutRegion.apply(region.boxInView())) {
            List<Answer> answers = Packs.ask(
                    without,
                    sharing.stream()
                            .map(evidence ->
                                    wording.question(evidence.statement().text()))
                            .toList());
            List<Decision> decisions = new ArrayList<>(sharing.size());
            for (int i = 0; i < sharing.size(); i++) {
                decisions.add(decide(sharing.get(i), answers.get(i)));
            }
            return decisions;
        }
    }

    private Decision decide(Evidence evidence, Answer answer) {
        return switch (answer) {
            case Answer.Missing missing -> evidence.decided(evidence.undecided(Step.REGION, missing.cause()));
            case Answer.Given given -> decide(evidence, given.probability());
        };
    }

    private Decision decide(Evidence evidence, AnswerProbability without) {
        DebiasedScore score = evidence.score();
        Evidence compared = evidence.withAnswerWithout(without);
        if (score == null || without.mass() < thresholds.answerMass()) {
            return new Decision.NotSure(compared);
        }
        ScoreScale scale = score.scale(thresholds);
        return scale.shifted(score.seen().score()) - scale.shifted(without.score()) > thresholds.beta()
                ? compared.decided(compared.byRegion())
                : new Decision.NotSure(compared);
    }
}
