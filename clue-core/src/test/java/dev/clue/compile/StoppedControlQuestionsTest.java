package dev.clue.compile;

import static dev.clue.compile.Compiled.ALL;
import static dev.clue.compile.Compiled.empty;
import static dev.clue.compile.Compiled.run;
import static dev.clue.compile.Compiled.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.constitution.LockFile;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever ends a run while the control questions are asked waits for nothing more, and hears that it was ended. */
class StoppedControlQuestionsTest implements CompileListener {

    private final AtomicBoolean stop = new AtomicBoolean();
    private boolean begun;

    @Override
    public void begins() {
        begun = true;
    }

    @Override
    public void finished(RuleOutcome outcome, LockFile lock) {
        throw new AssertionError("no rule is begun");
    }

    @Override
    public boolean stopped() {
        return stop.get();
    }

    private void assertInterrupted(Step step, int asked, Function<TextRequest, TextAnswer> answer) {
        ScriptedTextModel model = new ScriptedTextModel().toThoseAbout("", step, answer);
        assertThatThrownBy(() -> run(model, source(ALL), empty(), this))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageStartingWith("interrupted before the control questions were answered");
        assertThat(model.asked()).hasSize(asked);
        assertThat(begun).isFalse();
    }

    @Test
    @Timeout(30)
    void theQuestionInWorkIsGivenUp() {
        AtomicBoolean givenUp = new AtomicBoolean();
        assertInterrupted(Step.OBJECTIVENESS, 1, request -> {
            stop.set(true);
            try {
                assertThat(new CountDownLatch(1).await(1, TimeUnit.HOURS)).isTrue();
            } catch (InterruptedException e) {
                givenUp.set(true);
            }
            throw new ModelUnavailableException("the request was given up");
        });
        assertThat(givenUp).isTrue();
    }

    @Test
    void anAnswerThatCannotBeUsedIsNotAskedForAgain() {
        assertInterrupted(Step.OBJECTIVENESS, 1, request -> {
            stop.set(true);
            return ScriptedTextModel.finished("{}");
        });
    }

    @Test
    void aWrongAnswerThatComesAfterwardsDoesNotMakeTheModelUnfit() {
        assertInterrupted(Step.CASES, 3, request -> {
            stop.set(true);
            throw new ModelUnfitException("no such question");
        });
    }

    @Test
    void nothingIsAskedOfARunThatIsStoppedAlready() {
        stop.set(true);
        assertInterrupted(Step.OBJECTIVENESS, 0, request -> ScriptedTextModel.finished("{}"));
    }
}
