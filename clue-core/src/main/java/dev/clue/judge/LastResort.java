package dev.clue.judge;

import dev.clue.model.Look;
import dev.clue.verdict.StatementVerdict;

/** The last step of Algorithm 1: decides on a statement about which no step before is sure. */
sealed interface LastResort permits Reasoning, ScoreSign {

    /** The verdict on the statement. */
    StatementVerdict decide(Look look, Evidence evidence, Cost cost);

    /** The one that a variant asks for. */
    static LastResort of(Variant variant, Thresholds thresholds) {
        return switch (variant.unsure()) {
            case REASONING -> new Reasoning(new ChainOfThought(variant.wording(), thresholds), thresholds);
            case SIGN -> new ScoreSign(thresholds);
        };
    }
}
