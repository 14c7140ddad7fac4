package dev.clue.compile;

import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.TextModel;
import dev.clue.model.Usage;
import dev.clue.recording.ReplayingTextModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rates rules one by one as compiling does: the same prompt, the same reading of the answer, the same control questions
 * first. What cannot be rated is said to be so, and never taken for objective. For one thread.
 */
public final class ObjectivenessRater implements dev.clue.lint.Objectiveness {

    /** As in Markdown: a longer text is no rule, and would cost as much as many. */
    private static final int LONGEST_RULE = 2000;

    private static final String AGAIN = ": run again, or name another model with --text-model";

    private final Supplier<TextModel> models;
    private final Map<String, Opinion> given = new HashMap<>();
    private @Nullable Interview interview;
    private boolean failed;

    /** Why no further rule is asked about, or null where they are. */
    private @Nullable String stopped;

    /** Why no rating counts although rules are asked about, or null where they do. */
    private @Nullable String withheld;

    /** @param models opens the model that rates, when the first rule needs it; whoever gives it closes it */
    public ObjectivenessRater(Supplier<TextModel> models) {
        this.models = models;
    }

    /** Rates a rule; a text that was rated before costs no call. */
    @Override
    public Optional<Opinion> rate(String rule) {
        return Optional.of(given.computeIfAbsent(rule, this::opinion));
    }

    /** What was spent so far. */
    public Usage usage() {
        return interview == null ? Usage.NONE : interview.usage();
    }

    /** Whether rules are not rated because the model could not be asked, has no recorded answer, or is unfit. */
    public boolean modelFailed() {
        return failed;
    }

    private Opinion opinion(String rule) {
        if (rule.length() > LONGEST_RULE) {
            return new NotRated("it has more than " + LONGEST_RULE + " characters: make several rules of it");
        }
        if (!PromptInjection.findings(List.of(rule)).isEmpty()) {
            return new NotRated("it speaks to the model that would rate it, and could sway it: say in the rule what a"
                    + " picture must not show, and nothing to whoever reads it");
        }
        try {
            return stopped == null ? asked(rule) : new NotRated(stopped);
        } catch (StepFailedException e) {
            return new NotRated(e.why() + AGAIN);
        } catch (ModelUnfitException e) {
            failed = true;
            return new NotRated(String.valueOf(e.getMessage()));
        } catch (ModelUnavailableException e) {
            failed = true;
            stopped = replays() ? null : e.getMessage();
            return new NotRated(String.valueOf(e.getMessage()));
        }
    }

    private Opinion asked(String rule) {
        Attempt attempt = new Objectiveness(begun()).rate(rule);
        return withheld == null ? new Rating(attempt.score(), attempt.explanation()) : new NotRated(withheld);
    }

    /** The interview, of which the control questions are the beginning. */
    private Interview begun() {
        if (interview != null) {
            return interview;
        }
        try {
            Interview first = new Interview(models.get(), CompileSettings.DEFAULT.retries());
            interview = first;
            ControlQuestions.Result control = ControlQuestions.forRating(first).askAboutObjectiveness();
            if (!replays()) {
                control.requirePassed();
            }
            ModelUnavailableException unavailable = control.unavailable();
            if (unavailable != null) {
                withheld = unavailable.getMessage();
                failed = true;
            }
            return first;
        } catch (ModelException e) {
            stopped = e.getMessage();
            throw e;
        }
    }

    /** Of recorded answers all that are missing are to be known; a server that cannot be reached is left alone. */
    private boolean replays() {
        return interview != null && interview.model() instanceof ReplayingTextModel;
    }
}
