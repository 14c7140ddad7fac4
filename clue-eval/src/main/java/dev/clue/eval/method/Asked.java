package dev.clue.eval.method;

import dev.clue.judge.ChainOfThought;
import dev.clue.judge.ChainOfThought.Conclusion;
import dev.clue.judge.Thresholds;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.prompt.Wording;
import java.util.List;

/** How a model is asked outright: for a Yes or No, or for a chain of thought. */
enum Asked {
    /** A Yes or No; its score is P(Yes) / (P(Yes) + P(No)). */
    DIRECT {
        @Override
        List<Finding> about(Look look, Wording wording, List<String> contents, Thresholds thresholds) {
            return look.ask(contents.stream().map(wording::question).toList()).stream()
                    .map(answer -> direct(answer, thresholds))
                    .toList();
        }
    },
    /** A chain of thought and its summary; without a score. */
    REASONED {
        @Override
        List<Finding> about(Look look, Wording wording, List<String> contents, Thresholds thresholds) {
            return new ChainOfThought(wording, thresholds)
                    .about(look, contents).stream().map(Asked::reasoned).toList();
        }
    };

    /** One finding a content, in their order. */
    abstract List<Finding> about(Look look, Wording wording, List<String> contents, Thresholds thresholds);

    static Finding direct(AnswerProbability answer, Thresholds thresholds) {
        if (answer.mass() < thresholds.answerMass()) {
            return Finding.undecided("the model hardly answers with Yes or No (together " + answer.mass()
                    + "); ask for reasoning, or use another model");
        }
        return Finding.byScore(answer.score());
    }

    private static Finding reasoned(Conclusion conclusion) {
        return switch (conclusion) {
            case Conclusion.Rated rated -> Finding.decided(rated.yes());
            case Conclusion.Unrated unrated -> Finding.undecided(unrated.cause().message());
            case Conclusion.Failed failed -> Finding.undecided(MeasuredMethod.cause(failed.cause()));
        };
    }
}
