package dev.clue.probe;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Turn;
import dev.clue.prompt.Prompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Whether a model sees the image that it is asked about. It is asked the same about one image twice, about another, and
 * about the first again, each time anew: a model that does not see images answers all of them alike, and one that answers
 * from a cache of another image answers the first one differently once the other has been there.
 *
 * @param difference how far the answers about the two images lie apart, 0 to 1
 * @param drift how far the answers about the same image lie apart, 0 to 1
 * @param manner how it was asked
 */
public record Sight(double difference, double drift, Manner manner) {

    /** Answers that lie no farther apart are the same. */
    public static final double SAME = 0.005;

    /** Rounding, and what a server's batches make of it. */
    private static final double ALLOWED_DRIFT = 0.05;

    private static final int TOKENS = 8;

    /** What is asked about. */
    static final List<String> STATEMENTS =
            List.of("a white circle on a red background", "yellow stripes on a blue background", "something red");

    private static final List<String> ASKED_FREELY = List.of(
            "What is the main colour of this image? Answer with one word.",
            "Which shape is in this image, a circle or stripes? Answer with one word.");

    /** How a model is asked. */
    public enum Manner {
        /** By the probabilities of Yes and No. */
        SCORES,
        /** By words, for a model without probabilities. */
        WORDS
    }

    /**
     * Finds it out.
     *
     * @throws dev.clue.error.ModelException if the model fails
     */
    public static Sight of(MultimodalModel model, Manner manner) {
        return of(model, manner, false);
    }

    /**
     * Finds it out with as few questions as tell: for a model that was seen to see before, and may have gone blind since. One
     * question, four times, unless it answers that one alike about both images.
     *
     * @throws dev.clue.error.ModelException if the model fails
     */
    public static Sight again(MultimodalModel model, Manner manner) {
        return of(model, manner, true);
    }

    /**
     * Asks the first of the questions about no image: a model that has no prior fails here, and a model that knows how long
     * its prompts are learns what they are without an image.
     *
     * @throws dev.clue.error.ModelException if the model fails
     */
    public static void askAboutNothing(MultimodalModel model, Manner manner) {
        try (Look nothing = model.lookAtNothing()) {
            switch (manner) {
                case SCORES -> nothing.ask(List.of(Prompts.precondition(STATEMENTS.getFirst())));
                case WORDS -> nothing.continueDialogue(List.of(Turn.user(ASKED_FREELY.getFirst())), TOKENS);
            }
        }
    }

    private static Sight of(MultimodalModel model, Manner manner, boolean brief) {
        Sight sight = new Sight(0, 0, manner);
        for (String asked : manner == Manner.SCORES ? STATEMENTS : ASKED_FREELY) {
            if (brief && (sight.sees() || !sight.isTrue())) {
                break;
            }
            List<Double> places = new ArrayList<>();
            List<String> words = new ArrayList<>();
            for (RgbImage image : List.of(ProbeImages.DISC, ProbeImages.DISC, ProbeImages.BARS, ProbeImages.DISC)) {
                try (Look look = model.look(image)) {
                    switch (manner) {
                        case SCORES ->
                            places.add(look.ask(List.of(Prompts.precondition(asked)))
                                    .getFirst()
                                    .score());
                        case WORDS -> words.add(word(look.continueDialogue(List.of(Turn.user(asked)), TOKENS)));
                    }
                }
            }
            if (manner == Manner.WORDS) {
                words.forEach(word -> places.add(Objects.equals(word, words.getFirst()) ? 0.0 : 1.0));
            }
            List<Double> later = places.subList(1, places.size());
            sight = new Sight(
                    Math.max(sight.difference, Collections.max(later) - Collections.min(later)),
                    Math.max(sight.drift, Math.abs(places.get(1) - places.get(3))),
                    manner);
        }
        return sight;
    }

    /** Whether it tells the images apart. */
    public boolean sees() {
        return difference > SAME;
    }

    /** Whether it answers about the image that it is asked about. */
    public boolean isTrue() {
        return drift <= Math.max(ALLOWED_DRIFT, difference / 4);
    }

    /**
     * Refuses a model that is blind, or that answers about another image.
     *
     * @param who the model, for the message
     * @throws ModelUnfitException if it is
     */
    public void require(String who) {
        if (!isTrue()) {
            throw new ModelUnfitException(String.format(
                    Locale.ROOT,
                    "%s answers otherwise about the same image once it was asked about another (by %.2f): it answers about"
                            + " an image before. Switch its prefix and image caches off or update it%s; look at it with"
                            + " clue probe.",
                    who,
                    drift,
                    otherwiseUntrue()));
        }
        if (!sees()) {
            throw new ModelUnfitException(String.format(
                    Locale.ROOT,
                    "%s does not see images: about two that have nothing in common it answers the same (largest difference"
                            + " %.3f). Use a multimodal model, and a server that passes images on%s; look at it with clue"
                            + " probe.",
                    who,
                    difference,
                    otherwiseBlind()));
        }
    }

    /** What else the same answer about different images may mean, as the end of a sentence. */
    String otherwiseBlind() {
        return switch (manner) {
            case SCORES -> "";
            case WORDS ->
                ". If it does see, its answers begin alike, because it thinks or repeats the question first: with --answers"
                        + " sampled:K or reasoning its first words tell, so switch its thinking off, or try --answers"
                        + " logprobs, where probabilities tell";
        };
    }

    /** What else different answers about the same image may mean, as the end of a sentence. */
    String otherwiseUntrue() {
        return switch (manner) {
            case SCORES -> "";
            case WORDS ->
                ". If it has none, it chooses its words by chance: with --answers sampled:K or reasoning they tell, so have"
                        + " the server keep to temperature 0, or try --answers logprobs, where probabilities tell";
        };
    }

    static String word(String answer) {
        return answer.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]+", " ").strip();
    }
}
