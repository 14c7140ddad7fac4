package dev.clue.openai;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.Question;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices images that get lost on the way to a model: the prompt of a question about an image is longer than that of the
 * same question about none, at every server that counts image tokens. One that was seen to count them must go on to. May
 * be used by several threads at once.
 */
final class ImageTokens {

    private final String who;
    private final Map<Question, Long> withoutImage = new ConcurrentHashMap<>();
    private volatile boolean counted;

    /** @param who the model and where it is, for messages */
    ImageTokens(String who) {
        this.who = who;
    }

    /**
     * Takes note of the length of a prompt.
     *
     * @param image whether an image was sent with it
     * @param promptTokens what the server counted; 0 where it does not say
     * @throws ModelUnfitException if the prompt is as short as it would be without the image
     */
    void require(boolean image, Question question, long promptTokens) {
        if (promptTokens == 0) {
            return;
        }
        if (!image) {
            withoutImage.put(question, promptTokens);
            return;
        }
        Long without = withoutImage.get(question);
        if (without == null) {
            return;
        }
        if (promptTokens > without) {
            counted = true;
        } else if (counted) {
            throw new ModelUnfitException(
                    who + " counts " + promptTokens + " prompt tokens for a question about an image,"
                            + " as many as without one: the image got lost. Look at what is between clue and the model, then judge"
                            + " again.");
        }
    }
}
