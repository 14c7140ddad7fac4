package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.MultimodalModelContract;
import dev.clue.model.Question;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.probe.KnownAnswers;
import dev.clue.probe.Sight;
import dev.clue.prompt.Prompts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictogramVlmContractTest extends MultimodalModelContract {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);
    private static final double PACKING = 1e-5;

    @Override
    protected MultimodalModel open() {
        return Idefics3Model.open("pictogram", Pictogram.folder("vlm"), OPTIONS);
    }

    /** What every server's model is asked before it judges. */
    @Test
    void knowsThePlacesThatModelsAreProbedWith() {
        try (MultimodalModel model = open()) {
            assertThat(KnownAnswers.of(model, Sight.Manner.SCORES))
                    .isEqualTo(new KnownAnswers(6, 6, Sight.Manner.SCORES));
            assertThat(KnownAnswers.of(model, Sight.Manner.WORDS))
                    .isEqualTo(new KnownAnswers(6, 6, Sight.Manner.WORDS));
        }
    }

    @Test
    void everyWayOfAskingGivesTheSame() {
        List<Question> questions = List.of(
                Prompts.precondition("a cat is visible"),
                Prompts.precondition("at least two dogs are visible"),
                Prompts.precondition("a child touches a knife"),
                Prompts.precondition("no candle is inside a tent"));
        List<AnswerProbability> packed = ask(Asking.PACKED, questions);
        for (Asking way : List.of(Asking.BATCHED, Asking.ONE_BY_ONE)) {
            List<AnswerProbability> others = ask(way, questions);
            for (int i = 0; i < packed.size(); i++) {
                float[] first = {
                    (float) packed.get(i).yes(), (float) packed.get(i).no()
                };
                float[] second = {
                    (float) others.get(i).yes(), (float) others.get(i).no()
                };
                assertThat(Differences.record("pictogram packed against " + way, first, second))
                        .isLessThan(PACKING);
            }
        }
    }

    @Test
    void whatIsSaidTogetherIsWhatIsSaidAloneByAnotherGraph() {
        List<String> statements = List.of(
                "a cat is visible",
                "a dog is visible",
                "a child is visible",
                "a knife is visible",
                "fire is visible",
                "a bottle of wine is visible",
                "at least two dogs are visible",
                "at least three bottles are visible",
                "a child touches a knife",
                "a dog touches a boat",
                "no adult is visible",
                "no candle is inside a tent",
                "a candle is inside a tent",
                "it is night",
                "a dog is upside down",
                "the word STOP is written",
                "a red car is visible",
                "a person is to the left of a tree");
        for (long seed = 1; seed <= 3; seed++) {
            assertThat(reason(OPTIONS.withPackSize(statements.size()), seed, statements, true))
                    .as("image %d", seed)
                    .isEqualTo(reason(OPTIONS.withAsking(Asking.ONE_BY_ONE), seed, statements, false));
        }
    }

    /** Thoughts and summaries about each statement. */
    private static List<String> reason(EngineOptions options, long seed, List<String> statements, boolean together) {
        try (Idefics3Model model = Idefics3Model.open("pictogram", Pictogram.folder("vlm"), options);
                Look look = model.look(TestImages.drawn(seed, 512, 512))) {
            List<String> thoughts =
                    next(look, statements.stream().map(Prompts::reasoning).toList(), together);
            List<List<Turn>> summaries = new ArrayList<>();
            for (int i = 0; i < statements.size(); i++) {
                summaries.add(Prompts.summary(statements.get(i), thoughts.get(i)));
            }
            List<String> said = new ArrayList<>(thoughts);
            said.addAll(next(look, summaries, together));
            return said;
        }
    }

    private static List<String> next(Look look, List<List<Turn>> dialogues, boolean together) {
        return together
                ? look.continueDialogues(dialogues, 96)
                : dialogues.stream()
                        .map(dialogue -> look.continueDialogue(dialogue, 96))
                        .toList();
    }

    private static List<AnswerProbability> ask(Asking way, List<Question> questions) {
        try (Idefics3Model model = Idefics3Model.open("pictogram", Pictogram.folder("vlm"), OPTIONS.withAsking(way));
                Look look = model.look(TestImages.drawn(5, 512, 512))) {
            return look.ask(questions);
        }
    }
}
