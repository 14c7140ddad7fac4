package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong or damaged model folder is an error that names the file, the cause and what to do. */
class WrongFolderTest {

    private static final EngineOptions OPTIONS = EngineOptions.defaults().withThreads(1);

    @TempDir
    Path temp;

    private Path folder;

    @BeforeEach
    void copyTheTinyModel() {
        folder = TinyIdefics3.folder(temp, "decoder_model_merged.onnx");
    }

    @Test
    void noFolder() {
        Path nowhere = temp.resolve("nowhere");
        assertThatThrownBy(() -> Idefics3Model.open("tiny", nowhere, OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(nowhere.toString())
                .hasMessageContaining("config.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "preprocessor_config.json",
                "tokenizer.json",
                "onnx/vision_encoder.onnx",
                "onnx/embed_tokens.onnx",
                "onnx/decoder_model_merged.onnx"
            })
    void aMissingFile(String name) throws IOException {
        Files.delete(folder.resolve(name));
        assertUnfit(name.substring(name.indexOf('/') + 1), "missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "preprocessor_config.json",
                "tokenizer.json",
                "onnx/vision_encoder.onnx",
                "onnx/embed_tokens.onnx",
                "onnx/decoder_model_merged.onnx"
            })
    void aTruncatedFile(String name) throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(name));
        Files.write(folder.resolve(name), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertUnfit(name.substring(name.indexOf('/') + 1), "etch");
    }

    @Test
    void anEmptyGraph() throws IOException {
        Files.write(folder.resolve("onnx/embed_tokens.onnx"), new byte[0]);
        assertUnfit("embed_tokens.onnx", "damaged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "config.json~\"model_type\": \"idefics3\"~\"model_type\": \"llava\"~llava",
                "config.json~\"image_token_id\": 395~\"image_token_id\": 394~image_token_id",
                "config.json~\"vocab_size\": 434~\"vocab_size\": 433~vocab_size",
                "config.json~\"num_hidden_layers\": 2~\"num_hidden_layers\": 3~past_key_values.2.key",
                "config.json~\"scale_factor\": 2~\"scale_factor\": 3~scale_factor",
                "config.json~\"scale_factor\": 2~\"scale_factor\": \"two\"~scale_factor",
                "config.json~\"patch_size\": 4~\"patch_size\": 8~image_seq_len",
                "preprocessor_config.json~\"longest_edge\": 32~\"longest_edge\": 64~max_image_size",
                "preprocessor_config.json~\"resample\": 1~\"resample\": 0~resample",
                "chat_template.json~Assistant:~ASSISTANT:~chat template",
                "chat_template.json~<|im_start|>{% for~<|im_start|>{{ system }}{% for~chat template",
                "tokenizer.json~\"<global-img>\"~\"<gl-img>\"~<global-img>"
            })
    void aFileThatContradictsAnother(String name, String from, String to, String cause) throws IOException {
        replace(name, from, to);
        assertThatThrownBy(() -> {
                    try (Idefics3Model model = Idefics3Model.open("tiny", folder, OPTIONS)) {
                        model.look(TestImages.drawn(1, 40, 40)).close();
                    }
                })
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(cause)
                .hasMessageMatching("(?s).*(etch|estore|Take|another model).*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"processor_config.json", "preprocessor_config.json"})
    void anotherNumberOfTokensAnImage(String name) throws IOException {
        String json = Files.readString(folder.resolve(name));
        String without = json.replaceAll("\"image_seq_len\": *\\d+,?", "");
        Files.writeString(folder.resolve(name), without.replaceFirst("\\{", "{\"image_seq_len\": 17,"));
        assertThatThrownBy(() -> Idefics3Model.open("tiny", folder, OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(folder.resolve(name).toString())
                .hasMessageContaining("\"image_seq_len\" is 17")
                .hasMessageContaining("makes 16 tokens")
                .hasMessageContaining("fetch");
    }

    @Test
    void aGraphThatMakesAnotherNumberOfTokensAnImage() throws IOException {
        Files.delete(folder.resolve("processor_config.json"));
        aFileThatContradictsAnother("config.json", "\"patch_size\": 4", "\"patch_size\": 8", "vision_encoder.onnx");
    }

    @Test
    void hiddenSizeOfAnotherModel() throws IOException {
        String config = Files.readString(folder.resolve("config.json"));
        int text = config.indexOf("\"text_config\"");
        String changed = config.substring(0, text)
                + config.substring(text).replaceFirst("\"hidden_size\": 32", "\"hidden_size\": 48");
        Files.writeString(folder.resolve("config.json"), changed);
        assertUnfit("hidden_size", "etch");
    }

    @Test
    void aTokenizerWithoutYes() throws IOException {
        String json = Files.readString(folder.resolve("tokenizer.json"));
        // Merges that end in an answer are taken out: the words become several tokens.
        String without = json.replaceAll("(?s)\\[\\s*\"[^\"]*\",\\s*\"(?:es|s|S|o|O)\"\\s*\\],?", "")
                .replaceAll(",(\\s*\\])", "$1");
        Files.writeString(folder.resolve("tokenizer.json"), without);
        assertUnfit("tokenizer.json", "no single token");
    }

    @Test
    void aGraphOfAnotherModel() throws IOException {
        Files.copy(
                Golden.path("clip/onnx/vision_model.onnx"),
                folder.resolve("onnx/vision_encoder.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        assertUnfit("vision_encoder.onnx", "");
    }

    @Test
    void logitsThatAreNotNumbers() throws IOException {
        byte[] graph = Files.readAllBytes(folder.resolve("onnx/embed_tokens.onnx"));
        String text = new String(graph, StandardCharsets.ISO_8859_1);
        int weights = text.indexOf("c0");
        // The embedding table is the graph's only large constant: NaN in all of its middle.
        for (int i = graph.length / 4; i < graph.length / 4 * 3; i++) {
            graph[i] = (byte) 0xff;
        }
        org.assertj.core.api.Assertions.assertThat(weights).isNotNegative();
        Files.write(folder.resolve("onnx/embed_tokens.onnx"), graph);
        assertThatThrownBy(() -> {
                    try (Idefics3Model model = Idefics3Model.open("tiny", folder, OPTIONS);
                            Look look = model.look(TestImages.drawn(1, 40, 40))) {
                        look.ask(List.of(new Question("Is this visible?", " a dog touches 12 horses")));
                    }
                })
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("decoder_model_merged.onnx")
                .hasMessageContaining("NaN");
    }

    @Test
    void aWayOfAskingThatTheGraphCannotGo() {
        assertThatThrownBy(() -> Idefics3Model.open("tiny", folder, OPTIONS.withAsking(Asking.PACKED)))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("AUTOMATIC");
        Path grouped = TinyIdefics3.folder(temp, "gqa.onnx");
        assertThatThrownBy(() -> Idefics3Model.open("tiny", grouped, OPTIONS.withAsking(Asking.BATCHED)))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("AUTOMATIC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip", "siglip", "owlvit", "owlv2"})
    void aTokenizerOfAnotherModel(String model) throws IOException {
        Path other = Golden.copy(model, temp.resolve(model));
        Files.copy(
                Golden.path("idefics3/tokenizer.json"),
                other.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> openAny(model, other))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(other.resolve("tokenizer.json") + " has token ids up to 393")
                .hasMessageContaining("vocab_size")
                .hasMessageContaining("fetch");
    }

    @Test
    void aUnigramTokenizerWithOneTokenTooMany() throws IOException {
        Path siglip = Golden.copy("siglip", temp.resolve("siglip"));
        Path config = siglip.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"vocab_size\": 77", "\"vocab_size\": 76"));
        assertThatThrownBy(() -> openAny("siglip", siglip))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("tokenizer.json has token ids up to 76")
                .hasMessageContaining("says 76");
    }

    private static void openAny(String model, Path folder) {
        if (model.startsWith("owl")) {
            OnnxObjectDetector.open("x", folder, OPTIONS).close();
        } else {
            OnnxImageTextEncoder.open("x", folder, OPTIONS).close();
        }
    }

    @Test
    void encodersAndDetectorsOfAnotherArchitecture() {
        assertThatThrownBy(() -> OnnxImageTextEncoder.open("x", Golden.path("owlvit"), OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("owlvit");
        assertThatThrownBy(() -> OnnxObjectDetector.open("x", Golden.path("clip"), OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("clip");
        assertThatThrownBy(() -> OnnxImageTextEncoder.open("x", Golden.path("idefics3"), OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("idefics3");
    }

    private void replace(String name, String from, String to) throws IOException {
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new AssertionError(name + " does not contain " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }

    private void assertUnfit(String file, String cause) {
        assertThatThrownBy(() -> Idefics3Model.open("tiny", folder, OPTIONS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(cause);
    }
}
