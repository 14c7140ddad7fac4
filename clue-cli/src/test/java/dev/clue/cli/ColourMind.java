package dev.clue.cli;

import dev.clue.model.AnswerProbability;
import dev.clue.openai.ScriptedServer;
import dev.clue.probe.DrawnPlaces;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a scripted server answers, by the colour of the first pixel: red means Yes to everything, green means No, blue is
 * unsure and, after reasoning, means Yes. It knows the places that models are probed with,
 * and states a confidence where it is asked for one.
 */
record ColourMind() implements ScriptedServer.Mind {

    private static final double PRIOR = 0.3;

    @Override
    public AnswerProbability answer(@Nullable BufferedImage image, String question) {
        if (image == null) {
            return new AnswerProbability(PRIOR, 1 - PRIOR);
        }
        Optional<Boolean> place = place(image, question);
        if (place.isPresent()) {
            return place.get() ? new AnswerProbability(0.97, 0.02) : new AnswerProbability(0.01, 0.98);
        }
        return switch (colour(image)) {
            case "Red" -> new AnswerProbability(0.97, 0.02);
            case "Green" -> new AnswerProbability(0.01, 0.98);
            default -> new AnswerProbability(0.45, 0.5);
        };
    }

    @Override
    public String say(@Nullable BufferedImage image, String lastTurn) {
        Optional<Boolean> place = image == null ? Optional.empty() : place(image, lastTurn);
        if (place.isPresent()) {
            return place.get() ? "Yes" : "No";
        }
        if (lastTurn.contains("percent")) {
            return answer(image, lastTurn).score() >= 0.5 ? "Yes, 90 percent" : "No, 90 percent";
        }
        String colour = image == null ? "Nothing" : colour(image);
        boolean yes = colour.equals("Red") || colour.equals("Blue");
        return lastTurn.contains("JSON")
                ? "{\"rating\": \"" + (yes ? "Yes" : "No") + "\", \"rationale\": \"it is " + colour + "\"}"
                : colour;
    }

    private static Optional<Boolean> place(BufferedImage image, String question) {
        return DrawnPlaces.isTrue(image.getWidth(), image.getHeight(), image::getRGB, question);
    }

    private static String colour(BufferedImage image) {
        int rgb = image.getRGB(0, 0);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        return red > green && red > blue ? "Red" : green > blue ? "Green" : "Blue";
    }
}
