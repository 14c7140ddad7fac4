package dev.clue.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** Turns text into token ids and back, by a published {@code tokenizer.json}. May be used by several threads. */
final class TextTokenizer implements Closing.Closeable {

    private static final Map<String, String> NO_PADDING_NO_TRUNCATION =
            Map.of("padding", "false", "truncation", "false", "addSpecialTokens", "false");

    static {
        // Nothing leaves the machine, no accelerator is looked for, and nothing is written outside clue's cache.
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("RUST_FLAVOR", "cpu");
        setIfAbsent("ENGINE_CACHE_DIR", UserCache.folder().resolve("native").toString());
    }

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;

    private TextTokenizer(Path file, HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.tokenizer = tokenizer;
    }

    /** @throws ModelUnfitException if the file is damaged */
    static TextTokenizer open(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new TextTokenizer(file, HuggingFaceTokenizer.newInstance(in, NO_PADDING_NO_TRUNCATION));
        } catch (IOException | RuntimeException e) {
            throw new ModelUnfitException(
                    file + " is no tokenizer that can be loaded (" + e.getMessage() + "). Fetch it again.", e);
        }
    }

    Path file() {
        return file;
    }

    /** The ids of a text in which special tokens may stand; none are added. */
    long[] encode(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    /** The ids of a text, with the special tokens around it that the tokenizer's post-processor adds. */
    long[] encodeWithSpecialTokens(String text) {
        return tokenizer.encode(text, true, false).getIds();
    }

    /** The text of ids, special tokens left out. */
    String decode(long[] ids) {
        return ids.length == 0 ? "" : tokenizer.decode(ids, true);
    }

    /** The id of a text that is one token; empty if it is several. */
    OptionalLong single(String text) {
        long[] ids = encode(text);
        return ids.length == 1 ? OptionalLong.of(ids[0]) : OptionalLong.empty();
    }

    /** @throws ModelUnfitException if the text is not one token of this tokenizer */
    long require(String token) {
        return single(token)
                .orElseThrow(
                        () -> new ModelUnfitException(
                                file + " has no token \"" + token
                                        + "\", which this kind of model needs. The tokenizer belongs to another model: fetch it again."));
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null && System.getenv(property) == null) {
            System.setProperty(property, value);
        }
    }
}
