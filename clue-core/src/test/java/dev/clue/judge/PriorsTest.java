package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.error.ModelUnavailableException;
import dev.clue.image.RgbImage;
import dev.clue.judge.Packs.Answer;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import dev.clue.prompt.Wording;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriorsTest {

    private final Counting script = new Counting();
    private final ScriptedModel model = new ScriptedModel("counting", script);

    @Test
    void eachIsAskedOnceWhateverAsksForIt() {
        Priors priors = new Priors(model, Wording.STATEMENTS, PriorStore.inMemory());
        List<Answer> first = priors.of(List.of("a", "b", "a"), new Cost());
        List<Answer> second = priors.of(List.of("b", "c"), new Cost());
        assertThat(script.asked).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(first.get(0)).isEqualTo(first.get(2));
        assertThat(second.get(0)).isEqualTo(first.get(1));
        assertThat(model.openLooks()).isZero();
    }

    @Test
    void theyAreAskedWithoutAnImage() {
        new Priors(model, Wording.STATEMENTS, PriorStore.inMemory()).of(List.of("a"), new Cost());
        assertThat(model.asked()).as("questions about images").isEmpty();
    }

    @Test
    void whoNeedsThemFirstPays() {
        Priors priors = new Priors(model, Wording.STATEMENTS, PriorStore.inMemory());
        Cost first = new Cost();
        Cost second = new Cost();
        priors.of(List.of("a", "b"), first);
        priors.of(List.of("a", "b"), second);
        assertThat(first.usage().calls()).isEqualTo(2);
        assertThat(second.usage().calls()).isZero();
    }

    @Test
    void aFailureIsNotKept() {
        Priors priors = new Priors(model, Wording.STATEMENTS, PriorStore.inMemory());
        script.failing = true;
        assertThat(priors.of(List.of("a"), new Cost()))
                .containsExactly(new Answer.Missing(new Failure(Failure.MODEL_UNAVAILABLE, "busy; try again")));
        script.failing = false;
        assertThat(priors.of(List.of("a"), new Cost()).getFirst()).isInstanceOf(Answer.Given.class);
    }

    @Test
    void anotherModelHasOthers() {
        PriorStore store = PriorStore.inMemory();
        Answer one = new Priors(model, Wording.STATEMENTS, store)
                .of(List.of("a"), new Cost())
                .getFirst();
        Answer other = new Priors(new ScriptedModel("other", new RandomScript(99)), Wording.STATEMENTS, store)
                .of(List.of("a"), new Cost())
                .getFirst();
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void threadsThatNeedTheSameAskOnce() {
        Priors priors = new Priors(model, Wording.STATEMENTS, PriorStore.inMemory());
        List<String> statements = IntStream.range(0, 50).mapToObj(i -> "s" + i).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> priors.of(statements, new Cost()));
            }
        }
        assertThat(script.asked).hasSameSizeAs(statements).doesNotHaveDuplicates();
    }

    private static final class Counting implements ScriptedModel.Script {

        private final RandomScript random = new RandomScript(5);
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private boolean failing;

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            if (failing) {
                throw new ModelUnavailableException("busy; try again");
            }
            asked.add(question.content().strip());
            return random.answer(image, question);
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            return "";
        }
    }
}
