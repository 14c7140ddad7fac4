package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.Turn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The published chat template of SmolVLM and Idefics3, as code. Published folders carry it as a Jinja program; it is
 * recognised, not interpreted, and any other program is refused, because a prompt of the wrong form gives answers
 * that look like answers.
 *
 * @param opening what stands before the first turn, such as {@code <|im_start|>}
 */
record ChatTemplate(String opening) {

    /** Ends a turn. */
    static final String END_OF_UTTERANCE = "<end_of_utterance>";

    private static final String USER = "User:";
    private static final String MODEL = "Assistant:";

    /** The template without white space and quotes' kind, its opening set free. */
    private static final Pattern KNOWN = Pattern.compile(
            Pattern.quote("{%formessageinmessages%}{{message['role']") + "(?:\\|capitalize|\\.capitalize\\(\\))"
                    + Pattern.quote("}}{%ifmessage['content'][0]['type']=='image'%}{{':'}}{%else%}{{':'}}{%endif%}"
                            + "{%forlineinmessage['content']%}{%ifline['type']=='text'%}{{line['text']}}"
                            + "{%elifline['type']=='image'%}{{'<image>'}}")
                    + "(?:" + Pattern.quote("{%elifline['type']=='video'%}{{'<video>'}}") + ")?"
                    + Pattern.quote("{%endif%}{%endfor%}<end_of_utterance>")
                    + "(?:\\\\n)?"
                    + Pattern.quote("{%endfor%}{%ifadd_generation_prompt%}{{'Assistant:'}}{%endif%}"));

    private static final String FIRST_BLOCK = "{%";

    /**
     * Recognises a template.
     *
     * @param source the Jinja program
     * @param file where it was found
     * @throws ModelUnfitException if it is another one
     */
    static ChatTemplate recognise(String source, Path file) {
        int start = source.indexOf(FIRST_BLOCK);
        if (start >= 0) {
            String program = source.substring(start).replaceAll("\\s+", "").replace('"', '\'');
            Matcher known = KNOWN.matcher(program);
            String opening = source.substring(0, start);
            if (known.matches() && !opening.contains("{{")) {
                return new ChatTemplate(opening);
            }
        }
        throw new ModelUnfitException(
                file + ": the chat template is none that clue knows (SmolVLM, SmolVLM2, Idefics3)."
                        + " Prompts would be wrong, so the model is not used. Restore the published file, or ask such a model"
                        + " through a server.");
    }

    /** The user's first turn up to where its text begins, for a prompt with an image. */
    String beforeText(String imageText) {
        return opening + USER + imageText;
    }

    /**
     * A dialogue from its first turn's text up to where the model speaks next, in pieces between which
     * {@link #END_OF_UTTERANCE} stands.
     *
     * @param image whether the first turn has an image, which stands before its text
     */
    static List<String> dialogue(List<Turn> turns, boolean image) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            String before;
            if (i == 0) {
                before = image ? "" : USER + " ";
            } else {
                before = "\n" + (turn.speaker() == Turn.Speaker.USER ? USER : MODEL) + " ";
            }
            pieces.add(before + turn.text());
        }
        pieces.add("\n" + MODEL);
        return pieces;
    }

    /** What a first turn's text begins with: what stands before it in the same piece, and the text's own beginning. */
    static String beginning(String text, boolean image) {
        return image ? text : USER + " " + text;
    }
}
