package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Texts as a text tower takes them: with the special tokens that the tokenizer puts around them, cut off at a length,
 * and filled up to it where the tower was trained so.
 */
final class TextInput implements AutoCloseable {

    private final TextTokenizer tokenizer;
    private final int length;
    private final OptionalLong padding;

    /**
     * @param length the most tokens, special ones included
     * @param padding the token to fill up with; empty: texts keep their length
     */
    TextInput(TextTokenizer tokenizer, int length, OptionalLong padding) {
        this.tokenizer = tokenizer;
        this.length = length;
        this.padding = padding;
    }

    /** Whether nothing of the text is cut off. */
    boolean fits(String text) {
        return tokenizer.encodeWithSpecialTokens(text).length <= length;
    }

    /** The token ids of one text. */
    long[] ids(String text) {
        long[] all = tokenizer.encodeWithSpecialTokens(text);
        if (all.length == 0) {
            throw new ModelUnfitException(tokenizer.file() + " makes no tokens of \"" + text
                    + "\". The tokenizer belongs to another model: fetch it again.");
        }
        long[] ids = Arrays.copyOf(all, Math.min(all.length, length));
        // What ends a text is kept when the text is cut off: the towers take their result there.
        ids[ids.length - 1] = all[all.length - 1];
        if (padding.isEmpty() || ids.length == length) {
            return ids;
        }
        int end = ids.length;
        long[] filled = Arrays.copyOf(ids, length);
        Arrays.fill(filled, end, length, padding.getAsLong());
        return filled;
    }

    /** How many of the ids are the text's own and not filling. */
    int used(String text) {
        return Math.min(length, tokenizer.encodeWithSpecialTokens(text).length);
    }

    /** The id of the padding token that a {@code tokenizer_config.json} names. */
    static OptionalLong padding(ModelFolder folder, TextTokenizer tokenizer, long ifUnnamed) {
        return OptionalLong.of(folder.optionalConfig("tokenizer_config.json")
                .flatMap(config -> config.text("pad_token").or(() -> config.text("pad_token.content")))
                .map(tokenizer::single)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .orElse(ifUnnamed));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
