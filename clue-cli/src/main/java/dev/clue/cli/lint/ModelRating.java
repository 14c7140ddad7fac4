package dev.clue.cli.lint;

import dev.clue.cli.engine.TextModelSource;
import dev.clue.cli.option.TextModelOptions;
import dev.clue.cli.option.TextModelOptions.OpenTextModel;
import dev.clue.cli.output.Words;
import dev.clue.cli.run.Price;
import dev.clue.compile.ObjectivenessRater;
import dev.clue.lint.Objectiveness;
import dev.clue.model.TextModel;
import dev.clue.model.Usage;
import org.jspecify.annotations.Nullable;

/** Has rules rated by a language model, which is opened when the first rule needs it. */
public final class ModelRating implements AutoCloseable {

    private final TextModelOptions options;
    private final TextModelSource source;
    private final ObjectivenessRater rater = new ObjectivenessRater(this::open);
    private @Nullable OpenTextModel opened;

    /**
     * Prepares it.
     *
     * @throws dev.clue.error.ConfigurationException if no model is named, or options contradict each other
     */
    public ModelRating(TextModelOptions options, TextModelSource source) {
        this.options = options;
        this.source = source;
        options.requireModel(source);
    }

    private TextModel open() {
        OpenTextModel model = options.open(source);
        opened = model;
        return model.model();
    }

    /** Whoever rates. */
    public Objectiveness objectiveness() {
        return rater;
    }

    /** Whether rules are not rated because of the model rather than of its answers to them. */
    public boolean modelFailed() {
        return rater.modelFailed();
    }

    /** What it has used so far. */
    public Usage usage() {
        return rater.usage();
    }

    /**
     * Such as {@code 3 calls, 812 tokens}, and how many prompts no recorded answer fits.
     *
     * @param price what the model charges, or null where that is not known
     */
    public String cost(@Nullable Price price) {
        int unanswered = opened == null ? 0 : opened.unanswered();
        return Price.brief(usage(), price)
                + (unanswered == 0 ? "" : "; " + Words.count(unanswered, "prompt") + " without a recorded answer");
    }

    /** Closes the model, and writes what is left to be answered. */
    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
