package dev.clue.judge;

import dev.clue.model.Look;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.Failure;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Step;

/**
 * Chain of thought, paper section 3.5: the model thinks aloud about the statement, then summarises in JSON. A
 * summary without a rating is asked for once more; without one still, the statement is undecided.
 */
final class Reasoning {

    private final Thresholds thresholds;

    Reasoning(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /** The verdict on a statement about which nothing else is sure. */
    StatementVerdict decide(Look look, Evidence evidence, Cost cost) {
        try {
            return cost.time(Cost.REASONING, () -> reason(look, evidence));
        } catch (RuntimeException e) {
            return evidence.undecided(Step.REASONING, Failures.of(e));
        }
    }

    private StatementVerdict reason(Look look, Evidence evidence) {
        String statement = evidence.statement().text();
        String thoughts = look.continueDialogue(Prompts.reasoning(statement), thresholds.reasoningTokens());
        String summary = look.continueDialogue(Prompts.summary(statement, thoughts), thresholds.summaryTokens());
        return switch (SummaryParser.parse(summary)) {
            case Summary.Rated rated -> evidence.byReasoning(rated.visible(), rated.rationale());
            case Summary.Unusable unusable -> askAgain(look, evidence, thoughts, summary);
        };
    }

    private StatementVerdict askAgain(Look look, Evidence evidence, String thoughts, String unusable) {
        String statement = evidence.statement().text();
        String summary =
                look.continueDialogue(Prompts.summaryAgain(statement, thoughts, unusable), thresholds.summaryTokens());
        return switch (SummaryParser.parse(summary)) {
            case Summary.Rated rated -> evidence.byReasoning(rated.visible(), rated.rationale());
            case Summary.Unusable again ->
                evidence.undecided(Step.REASONING, new Failure(Failure.NO_RATING, message(again, summary)));
        };
    }

    private static String message(Summary.Unusable unusable, String summary) {
        return "the model reasoned, but " + unusable.why() + ": " + Excerpt.of(summary)
                + "; look at the image yourself, or judge with a model that follows instructions better";
    }
}
