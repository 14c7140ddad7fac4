package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a prompt. It has two parts that are tokenised apart, which is exact because the first ends in a special
 * token: the <em>head</em>, up to the end of the image's placeholder tokens, and the <em>body</em>, the text.
 */
final class Idefics3Prompt {

    private static final String IMAGE = "<image>";
    private static final String AROUND_IMAGE = "<fake_token_around_image>";
    private static final String GLOBAL = "<global-img>";

    private final TextTokenizer tokenizer;
    private final ChatTemplate template;
    private final int imageTokens;
    private final long imageToken;

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
        List.of(AROUND_IMAGE, GLOBAL, ChatTemplate.END_OF_UTTERANCE).forEach(tokenizer::require);
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
        return body(text + ChatTemplate.afterText(), image);
    }

    /** A text with which bodies begin. */
    long[] body(String text, boolean image) {
        return tokenizer.encode(image ? text : ChatTemplate.beforeTextAlone() + text);
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
