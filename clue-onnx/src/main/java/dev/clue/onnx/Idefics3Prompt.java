package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The tokens of a prompt. It has two parts that are tokenised apart, which is exact because the first ends in a special
 * token: the <em>head</em>, up to the end of the image's placeholder tokens, and the <em>body</em>, the text.
 */
final class Idefics3Prompt {

    private static final String IMAGE = "<image>";
    private static final String AROUND_IMAGE = "<fake_token_around_image>";
    private static final String GLOBAL = "<global-img>";

    /** How special tokens are written. */
    private static final Pattern MARK = Pattern.compile("<[^<>\\s]+>");

    private final TextTokenizer tokenizer;
    private final ChatTemplate template;
    private final int imageTokens;
    private final long imageToken;
    private final long endOfUtterance;

    /**
     * @param imageTokens placeholder tokens that one view of the image takes
     * @param imageToken the placeholder's id by config.json
     * @throws ModelUnfitException if the tokenizer lacks a mark or does not agree with config.json
     */
    Idefics3Prompt(TextTokenizer tokenizer, ChatTemplate template, int imageTokens, long imageToken) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.imageTokens = imageTokens;
        this.imageToken = imageToken;
        List.of(AROUND_IMAGE, GLOBAL).forEach(tokenizer::require);
        this.endOfUtterance = tokenizer.require(ChatTemplate.END_OF_UTTERANCE);
        long id = tokenizer.require(IMAGE);
        if (id != imageToken) {
            throw new ModelUnfitException(tokenizer.file() + " gives " + IMAGE + " the id " + id
                    + " but config.json (image_token_id) says " + imageToken
                    + ". The files are not of one model: fetch the folder again.");
        }
        requireSeam(template.beforeText(imageText(0, 0)));
        requireSeam(template.opening());
    }

    long imageToken() {
        return imageToken;
    }

    /** The head of a prompt about an image that was cut into rows x columns tiles, or not at all (0 x 0). */
    long[] head(int rows, int columns) {
        if (rows > 0) {
            tokenizer.require(tileMark(rows, columns));
        }
        return tokenizer.encode(template.beforeText(imageText(rows, columns)));
    }

    /** The head of a prompt about no image. */
    long[] headAlone() {
        return tokenizer.encode(template.opening());
    }

    /** The body of a question, its answer about to follow. */
    long[] question(String text, boolean image) {
        return dialogue(List.of(Turn.user(text)), image);
    }

    /** The body of a dialogue, the model's next turn about to follow. */
    long[] dialogue(List<Turn> turns, boolean image) {
        List<String> pieces = ChatTemplate.dialogue(turns, image);
        LongStream.Builder ids = LongStream.builder();
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                ids.add(endOfUtterance);
            }
            Arrays.stream(plain(pieces.get(i))).forEach(ids::add);
        }
        return ids.build().toArray();
    }

    /** The tokens with which the body of every question begins that begins with this text. */
    long[] beginning(String text, boolean image) {
        return plain(ChatTemplate.beginning(text, image));
    }

    /**
     * The tokens of a text that someone wrote: what looks like a special token in it is text, since a statement must
     * not be able to end the user's turn or stand for an image.
     */
    private long[] plain(String text) {
        Matcher mark = MARK.matcher(text);
        LongStream.Builder ids = LongStream.builder();
        int from = 0;
        while (mark.find()) {
            int split = mark.start() + 1;
            Arrays.stream(tokenizer.encode(text.substring(from, split))).forEach(ids::add);
            from = split;
        }
        if (from == 0) {
            return tokenizer.encode(text);
        }
        Arrays.stream(tokenizer.encode(text.substring(from))).forEach(ids::add);
        return ids.build().toArray();
    }

    private String imageText(int rows, int columns) {
        String view = IMAGE.repeat(imageTokens);
        StringBuilder text = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            for (int column = 1; column <= columns; column++) {
                text.append(AROUND_IMAGE).append(tileMark(row, column)).append(view);
            }
            text.append('\n');
        }
        if (rows > 0) {
            text.append('\n');
        }
        return text.append(AROUND_IMAGE)
                .append(GLOBAL)
                .append(view)
                .append(AROUND_IMAGE)
                .toString();
    }

    private static String tileMark(int row, int column) {
        return "<row_" + row + "_col_" + column + ">";
    }

    private void requireSeam(String head) {
        String body = "User: Is it?";
        List<Long> whole = boxed(tokenizer.encode(head + body));
        List<Long> parts = boxed(tokenizer.encode(head));
        parts.addAll(boxed(tokenizer.encode(body)));
        if (!whole.equals(parts)) {
            throw new ModelUnfitException(tokenizer.file()
                    + " does not keep its special tokens apart from the text after them, so an image's part of the"
                    + " prompt cannot be shared between questions. Restore the published file.");
        }
    }

    private static List<Long> boxed(long[] ids) {
        List<Long> list = new ArrayList<>();
        for (long id : ids) {
            list.add(id);
        }
        return list;
    }
}
