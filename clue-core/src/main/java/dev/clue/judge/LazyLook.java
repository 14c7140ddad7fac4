package dev.clue.judge;

import dev.clue.image.Box;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look that opens when it is first used: a look that nobody needs costs nothing, and one that cannot be opened
 * fails each question asked of it, always with the same exception. When it closes, its usage goes to the image's
 * cost.
 */
final class LazyLook implements Look {

    private static final Logger LOG = LoggerFactory.getLogger(LazyLook.class);

    private final Supplier<Look> opening;
    private final Cost cost;
    private @Nullable Look opened;
    private @Nullable RuntimeException failure;

    LazyLook(Supplier<Look> opening, Cost cost) {
        this.opening = opening;
        this.cost = cost;
    }

    @Override
    public List<AnswerProbability> ask(List<Question> questions) {
        return opened().ask(questions);
    }

    /** One that cannot be opened fails each question, and this only says so. */
    @Override
    public int together() {
        try {
            return opened().together();
        } catch (RuntimeException e) {
            return Look.super.together();
        }
    }

    @Override
    public String continueDialogue(List<Turn> dialogue, int maxTokens) {
        return opened().continueDialogue(dialogue, maxTokens);
    }

    @Override
    public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
        return opened().continueDialogues(dialogues, maxTokens);
    }

    @Override
    public LazyLook without(Box region) {
        return new LazyLook(() -> opened().without(region), cost);
    }

    @Override
    public Usage usage() {
        return opened == null ? Usage.NONE : opened.usage();
    }

    /** Never throws: what was found out stands, whatever closing does. */
    @Override
    public void close() {
        Look closing = opened;
        if (closing == null) {
            return;
        }
        opened = null;
        try (closing) {
            cost.add(closing.usage());
        } catch (RuntimeException e) {
            LOG.warn("Closing a look failed; native memory may not have been freed", e);
        }
    }

    private Look opened() {
        if (failure != null) {
            throw failure;
        }
        Look look = opened;
        if (look == null) {
            try {
                look = cost.time(Cost.LOOK, opening);
            } catch (RuntimeException e) {
                failure = e;
                throw e;
            }
            opened = look;
        }
        return look;
    }
}
