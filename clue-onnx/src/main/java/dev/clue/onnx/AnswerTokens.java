package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.AnswerProbability;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tokens that mean Yes and those that mean No: every way to write the word, with and without a leading space,
 * that is a single token.
 */
final class AnswerTokens {

    private static final List<String> YES = List.of("Yes", "yes", "YES");
    private static final List<String> NO = List.of("No", "no", "NO");

    private final int[] yes;
    private final int[] no;

    private AnswerTokens(int[] yes, int[] no) {
        this.yes = yes;
        this.no = no;
    }

    /** @throws ModelUnfitException if the tokenizer has no token for one of the answers */
    static AnswerTokens of(TextTokenizer tokenizer) {
        return new AnswerTokens(find(tokenizer, YES), find(tokenizer, NO));
    }

    int[] yes() {
        return yes.clone();
    }

    int[] no() {
        return no.clone();
    }

    /** The largest id of them all. */
    int largest() {
        return Math.max(yes[yes.length - 1], no[no.length - 1]);
    }

    /**
     * The probabilities of the first answer token: a softmax over the whole vocabulary.
     *
     * @param logits one a token
     * @param graph where they come from, for the error
     * @throws ModelUnfitException if they are not numbers
     */
    AnswerProbability probability(float[] logits, Graph graph) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (Float.isNaN(logit) || logit == Float.POSITIVE_INFINITY) {
                throw new ModelUnfitException(graph.file() + " answered with " + logit
                        + " in place of a number. The file is damaged or its precision too low for this machine:"
                        + " fetch it again, or choose another precision.");
            }
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return new AnswerProbability(share(logits, yes, largest, sum), share(logits, no, largest, sum));
    }

    private static double share(float[] logits, int[] ids, double largest, double sum) {
        double share = 0;
        for (int id : ids) {
            share += Math.exp(logits[id] - largest) / sum;
        }
        return share;
    }

    private static int[] find(TextTokenizer tokenizer, List<String> words) {
        int[] ids = words.stream()
                .flatMap(word -> Stream.of(word, " " + word))
                .flatMapToLong(word -> tokenizer.single(word).stream())
                .distinct()
                .sorted()
                .mapToInt(Math::toIntExact)
                .toArray();
        if (ids.length == 0) {
            throw new ModelUnfitException(tokenizer.file() + " has no single token for any of " + words
                    + ", with or without a leading space: the model cannot be asked for a probability."
                    + " Take another model, or restore its published tokenizer.json.");
        }
        return ids;
    }
}
