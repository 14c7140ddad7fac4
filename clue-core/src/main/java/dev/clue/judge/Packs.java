package dev.clue.judge;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks questions in packs. Where a pack fails, its questions are asked again one by one, so that a question that
 * the model cannot answer costs no other question its answer.
 */
final class Packs {

    private Packs() {}

    /** What came of a question. */
    sealed interface Answer {

        /** How likely Yes and No are. */
        record Given(AnswerProbability probability) implements Answer {}

        /** The model failed. */
        record Missing(Failure cause) implements Answer {}
    }

    /** One answer a question, in their order. */
    static List<Answer> ask(Look look, List<Question> questions) {
        List<Answer> answers = new ArrayList<>(questions.size());
        while (answers.size() < questions.size()) {
            int from = answers.size();
            answers.addAll(askPack(look, questions.subList(from, Math.min(from + look.together(), questions.size()))));
        }
        return answers;
    }

    private static List<Answer> askPack(Look look, List<Question> pack) {
        try {
            List<AnswerProbability> probabilities = look.ask(pack);
            if (probabilities.size() != pack.size()) {
                throw new ModelUnfitException("the model gave " + probabilities.size() + " answers to " + pack.size()
                        + " questions; use another model or repair this one");
            }
            return probabilities.stream().<Answer>map(Answer.Given::new).toList();
        } catch (RuntimeException e) {
            if (pack.size() == 1) {
                return List.of(new Answer.Missing(Failures.of(e)));
            }
            return pack.stream()
                    .flatMap(question -> askPack(look, List.of(question)).stream())
                    .toList();
        }
    }
}
