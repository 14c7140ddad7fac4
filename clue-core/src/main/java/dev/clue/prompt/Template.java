package dev.clue.prompt;

import dev.clue.model.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt text with places to fill in, such as {@code {statement}}. That of a question has at most one, at its end.
 *
 * @param text as it stands in its file
 */
public record Template(String text) {

    private static final Pattern PLACE = Pattern.compile("\\{[a-z]+}");

    /**
     * Reads a resource file.
     *
     * @param beside a class of the package that the file belongs to
     * @param name the file's name
     * @throws IllegalStateException if it is missing from the class path
     */
    public static Template read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("prompt " + name + " is missing from the class path");
            }
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with the content in its place, taken as it is; the text itself where there is no place. */
    public String fill(String content) {
        Matcher place = PLACE.matcher(text);
        return place.find() ? text.substring(0, place.start()) + content + text.substring(place.end()) : text;
    }

    /**
     * The text with each place filled by the content of its name, taken as it is.
     *
     * @param contents by the name of the place, without braces
     * @throws IllegalArgumentException if a place has no content
     */
    public String fill(Map<String, String> contents) {
        return PLACE.matcher(text).replaceAll(place -> {
            String name = place.group().substring(1, place.group().length() - 1);
            String content = contents.get(name);
            if (content == null) {
                throw new IllegalArgumentException("the prompt has a place {" + name + "}, and nothing to fill it");
            }
            return Matcher.quoteReplacement(content);
        });
    }

    /**
     * The text as a question. What stands before the place is the instruction that all such questions share; where
     * there is no place, all but the last word.
     */
    public Question question(String content) {
        Matcher place = PLACE.matcher(text);
        int until = place.find() ? place.start() : text.lastIndexOf(' ') + 1;
        String instruction = text.substring(0, until).stripTrailing();
        return new Question(instruction, fill(content).substring(instruction.length()));
    }
}
