package dev.clue.judge;

import dev.clue.model.Look;
import dev.clue.verdict.StatementVerdict;
import java.util.List;

/** The last step of Algorithm 1: decides on statements about which no step before is sure. */
sealed interface LastResort permits Reasoning, ScoreSign {

    /** One verdict a statement, in their order. */
    List<StatementVerdict> decide(Look look, List<Evidence> open, Cost cost);

    /** The one that a variant asks for. */
    static LastResort of(Variant variant, Thresholds thresholds) {
        return switch (variant.unsure()) {
            case REASONING -> new Reasoning(new ChainOfThought(variant.wording(), thresholds), thresholds);
            case SIGN -> new ScoreSign(thresholds);
        };
    }
}
