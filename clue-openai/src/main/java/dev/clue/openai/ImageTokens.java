package dev.clue.openai;

import dev.clue.error.ModelUnfitException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices images that get lost on the way to a model: the prompt of a question about an image is longer than that of the
 * same question about none, at every server that counts image tokens. One that was seen to count them must go on to; from
 * then on the length without an image has to be known of each prompt about one. May be used by several threads at once.
 */
final class ImageTokens {

    private final String who;
    private final Map<String, Long> withoutImage = new ConcurrentHashMap<>();
    private volatile boolean counted;

    /** @param who the model and where it is, for messages */
    ImageTokens(String who) {
        this.who = who;
    }

    /** Whether the length of a prompt without an image is needed, and not known yet. */
    boolean wants(String prompt) {
        return counted && !withoutImage.containsKey(prompt);
    }

    /**
     * Takes note of the length of a prompt.
     *
     * @param prompt what was asked
     * @param image whether an image was sent with it
     * @param promptTokens what the server counted; 0 where it does not say
     * @throws ModelUnfitException if the prompt is as short as it would be without the image, or if the server no longer
     *     says how long it is
     */
    void require(String prompt, boolean image, long promptTokens) {
        if (promptTokens == 0) {
            if (counted) {
                throw new ModelUnfitException(
                        who + " counted prompt tokens before, and now does not say how many a prompt"
                                + " has: an image that got lost would not be noticed. Judge again, or look at what is between clue and"
                                + " the model.");
            }
            return;
        }
        if (!image) {
            withoutImage.put(prompt, promptTokens);
            return;
        }
        Long without = withoutImage.get(prompt);
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
