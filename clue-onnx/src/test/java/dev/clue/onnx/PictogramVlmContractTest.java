package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.MultimodalModelContract;
import dev.clue.model.Question;
import dev.clue.model.TestImages;
import dev.clue.prompt.Prompts;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictogramVlmContractTest extends MultimodalModelContract {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);
    private static final double PACKING = 1e-5;

    @Override
    protected MultimodalModel open() {
        return Idefics3Model.open("pictogram", Pictogram.folder("vlm"), OPTIONS);
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

    private static List<AnswerProbability> ask(Asking way, List<Question> questions) {
        try (Idefics3Model model = Idefics3Model.open("pictogram", Pictogram.folder("vlm"), OPTIONS.withAsking(way));
                Look look = model.look(TestImages.drawn(5, 512, 512))) {
            return look.ask(questions);
        }
    }
}
