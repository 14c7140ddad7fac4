package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against the reference implementation (transformers) on a tiny Idefics3 with random weights. */
class Idefics3GoldenTest {

    private static final double FP32 = 1e-4;
    private static final double PACKING = 1e-5;
    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);

    private final Golden golden = Golden.of("idefics3");

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whole/square",
                "whole/wide",
                "whole/tall",
                "whole/dot",
                "whole/strip",
                "whole/large",
                "split/square",
                "split/wide",
                "split/tall",
                "split/large"
            })
    void seesTheSamePixels(String name) {
        ModelFolder folder = new ModelFolder(Golden.path("idefics3"));
        Idefics3Views views =
                Idefics3Views.of(Idefics3Parts.preprocessor(folder), java.util.Optional.of(name.startsWith("split")));
        RgbImage image = Golden.image(name.substring(name.indexOf('/') + 1));

        List<RgbImage> seen = views.of(image).images();
        float[] pixels = new float[0];
        for (RgbImage view : seen) {
            float[] values = views.normalisation().apply(view);
            int end = pixels.length;
            pixels = Arrays.copyOf(pixels, end + values.length);
            System.arraycopy(values, 0, pixels, end, values.length);
        }
        assertThat(Differences.record("idefics3 pixels", golden.array(name + "/pixels"), pixels))
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @CsvSource({
        "none,false",
        "whole/square,false",
        "whole/wide,false",
        "whole/tall,false",
        "whole/dot,false",
        "whole/strip,false",
        "whole/large,false",
        "split/square,true",
        "split/wide,true",
        "split/tall,true",
        "split/large,true"
    })
    void answersTheSame(String name, boolean split) {
        try (Idefics3Model model = open("decoder_model_merged.onnx", OPTIONS.withImageSplitting(split));
                Look look = look(model, name)) {
            assertAnswers("idefics3 probabilities", name, look, FP32);
            assertDialogue(name, look);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"decoder_model_merged.onnx", "plain_keep.onnx", "gqa.onnx", "gqa_keep.onnx"})
    void everyFormOfThePublishedDecoderAnswersTheSame(String file) {
        for (Asking asking : List.of(Asking.AUTOMATIC, Asking.ONE_BY_ONE)) {
            try (Idefics3Model model = open(file, OPTIONS.withAsking(asking).withImageSplitting(false));
                    Look look = look(model, "whole/square")) {
                assertAnswers("idefics3 " + file, "whole/square", look, FP32);
                assertDialogue("whole/square", look);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"decoder_packed.onnx", "gqa_packed.onnx"})
    void packedQuestionsAnswerAsTheReferenceDoesOneByOne(String file) {
        for (int packSize : List.of(1, 2, 3, 8)) {
            try (Idefics3Model model = open(file, OPTIONS.withPackSize(packSize).withImageSplitting(true));
                    Look look = look(model, "split/wide")) {
                assertThat(model.abilities().asking()).isEqualTo(Asking.PACKED);
                assertAnswers("idefics3 " + file, "split/wide", look, FP32);
                assertDialogue("split/wide", look);
            }
        }
    }

    @Test
    void waysOfAskingAgree() {
        try (Idefics3Model one = open("decoder_model_merged.onnx", OPTIONS.withAsking(Asking.ONE_BY_ONE));
                Idefics3Model batch = open("decoder_model_merged.onnx", OPTIONS.withAsking(Asking.BATCHED));
                Idefics3Model packed = open("gqa_packed.onnx", OPTIONS)) {
            List<AnswerProbability> expected = ask(one);
            for (Idefics3Model model : List.of(batch, packed)) {
                List<AnswerProbability> found = ask(model);
                float[] first = flat(expected);
                float[] second = flat(found);
                assertThat(Differences.record(
                                "idefics3 one by one against "
                                        + model.abilities().asking(),
                                first,
                                second))
                        .isLessThan(PACKING);
            }
        }
    }

    @Test
    void triesOutHowAGraphCanBeAsked() {
        try (Idefics3Model plain = open("decoder_model_merged.onnx", OPTIONS);
                Idefics3Model grouped = open("gqa.onnx", OPTIONS);
                Idefics3Model packed = open("decoder_packed.onnx", OPTIONS)) {
            assertThat(plain.abilities().asking()).isEqualTo(Asking.BATCHED);
            assertThat(grouped.abilities().asking()).isEqualTo(Asking.ONE_BY_ONE);
            assertThat(packed.abilities().asking()).isEqualTo(Asking.PACKED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"decoder_model_merged_fp16.onnx", "gqa_fp16.onnx"})
    void halfPrecisionStaysClose(String file) {
        try (Idefics3Model model = open(file, OPTIONS.withImageSplitting(false));
                Look look = look(model, "whole/square")) {
            assertAnswers("idefics3 " + file, "whole/square", look, 1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"decoder_model_merged_q4.onnx", "gqa_q4.onnx"})
    void fourBitWeightsAnswerAsTheReferenceWithTheSameRoundedWeights(String file) {
        try (Idefics3Model model = open(file, OPTIONS.withImageSplitting(false));
                Look look = look(model, "whole/square")) {
            assertAnswers("idefics3 " + file, "q4/whole/square", look, FP32);
        }
    }

    /** Every graph of the folder in the precision, not the decoder alone. */
    @ParameterizedTest
    @CsvSource({"FP16,2e-3", "INT8,5e-2"})
    void aWholeFolderOfLowerPrecisionStaysClose(Precision precision, double tolerance) throws IOException {
        Path folder = Golden.copy("idefics3", temp.resolve("whole"));
        Files.delete(folder.resolve("onnx/decoder_packed.onnx"));
        EngineOptions options = OPTIONS.withPrecision(precision).withImageSplitting(false);
        try (Idefics3Model model = Idefics3Model.open("tiny", folder, options);
                Look look = look(model, "whole/square")) {
            assertThat(model.abilities().graphs()).allMatch(name -> name.endsWith(precision.suffix() + ".onnx"));
            List<AnswerProbability> answers = look.ask(questions());
            for (int i = 0; i < answers.size(); i++) {
                float[] expected = {
                    (float) golden.value("whole/square/" + i + "/yes").asDouble(),
                    (float) golden.value("whole/square/" + i + "/no").asDouble()
                };
                float[] found = {
                    (float) answers.get(i).yes(), (float) answers.get(i).no()
                };
                assertThat(Differences.record("idefics3 whole folder in " + precision, expected, found))
                        .isLessThan(tolerance);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBlackedOutRegionLooksAsIfItHadBeenBlack(boolean split) {
        JsonNode box = golden.value("box");
        try (Idefics3Model model = open("decoder_packed.onnx", OPTIONS.withImageSplitting(split));
                Look whole = look(model, "whole/square");
                Look black = whole.without(new Box(
                        box.get(0).asInt(),
                        box.get(1).asInt(),
                        box.get(2).asInt(),
                        box.get(3).asInt()))) {
            assertAnswers("idefics3 blacked out", "black/" + split, black, FP32);
            assertThat(black.usage().calls() - 2L * questions().size())
                    .as("views encoded again")
                    .isEqualTo(split ? 2 : 1);
        }
    }

    @Test
    void tokenisesAsTheReference() {
        ModelFolder folder = new ModelFolder(Golden.path("idefics3"));
        try (Idefics3Parts parts = Idefics3Parts.open(folder, OPTIONS)) {
            for (String name : List.of("none", "whole/square", "split/wide", "split/tall")) {
                boolean image = !name.equals("none");
                long[] head = parts.prompt().headAlone();
                if (image) {
                    Idefics3Views.Views views = Idefics3Views.of(
                                    Idefics3Parts.preprocessor(folder), java.util.Optional.of(name.startsWith("split")))
                            .of(Golden.image(name.substring(name.indexOf('/') + 1)));
                    head = parts.prompt().head(views.rows(), views.columns());
                }
                for (int i = 0; i < questions().size(); i++) {
                    long[] body = parts.prompt().question(questions().get(i).text(), image);
                    long[] whole = Arrays.copyOf(head, head.length + body.length);
                    System.arraycopy(body, 0, whole, head.length, body.length);
                    assertThat(whole).as(name + " " + i).isEqualTo(golden.ids(name + "/" + i + "/ids"));
                }
            }
        }
    }

    private List<AnswerProbability> ask(Idefics3Model model) {
        try (Look look = look(model, "whole/large")) {
            return look.ask(questions());
        }
    }

    private static float[] flat(List<AnswerProbability> answers) {
        float[] flat = new float[2 * answers.size()];
        for (int i = 0; i < answers.size(); i++) {
            flat[2 * i] = (float) answers.get(i).yes();
            flat[2 * i + 1] = (float) answers.get(i).no();
        }
        return flat;
    }

    private void assertAnswers(String what, String name, Look look, double tolerance) {
        double logitTolerance = tolerance == FP32 ? FP32 : 0.1;
        List<float[]> logits = ((Idefics3Look) look).logits(questions());
        for (int i = 0; i < logits.size(); i++) {
            float[] expected = golden.array(name + "/" + i + "/logits");
            assertThat(Differences.record(what + ", logits", expected, logits.get(i)))
                    .as(name + " " + i + ", logits")
                    .isLessThan(logitTolerance);
        }
        List<AnswerProbability> answers = look.ask(questions());
        for (int i = 0; i < answers.size(); i++) {
            float[] expected = {
                (float) golden.value(name + "/" + i + "/yes").asDouble(),
                (float) golden.value(name + "/" + i + "/no").asDouble()
            };
            float[] found = {
                (float) answers.get(i).yes(), (float) answers.get(i).no()
            };
            assertThat(Differences.record(what, expected, found))
                    .as(name + " " + i)
                    .isLessThan(tolerance);
        }
    }

    private void assertDialogue(String name, Look look) {
        JsonNode turns = golden.value("dialogue");
        List<Turn> first = List.of(Turn.user(turns.get(0).asText()));
        List<Turn> all = List.of(
                Turn.user(turns.get(0).asText()),
                Turn.model(turns.get(1).asText()),
                Turn.user(turns.get(2).asText()));
        assertThat(look.continueDialogue(first, 12))
                .isEqualTo(golden.value(name + "/dialogue1/text").asText().strip());
        assertThat(look.continueDialogue(all, 12))
                .isEqualTo(golden.value(name + "/dialogue3/text").asText().strip());
    }

    private List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        String instruction = golden.value("instruction").asText();
        golden.value("contents").forEach(content -> questions.add(new Question(instruction, content.asText())));
        return questions;
    }

    private Look look(Idefics3Model model, String name) {
        if (name.equals("none")) {
            return model.lookAtNothing();
        }
        return model.look(Golden.image(name.substring(name.lastIndexOf('/') + 1)));
    }

    private Idefics3Model open(String decoder, EngineOptions options) {
        return TinyIdefics3.open(temp, decoder, options);
    }
}
