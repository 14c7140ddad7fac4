package dev.clue.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import dev.clue.onnx.hub.HubServer;
import dev.clue.onnx.hub.HubSettings;
import dev.clue.onnx.hub.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls the tiny golden models from a local server that speaks the hub's protocol, and opens them by name. */
class PullTest {

    private static final String SMOLVLM = "HuggingFaceTB/SmolVLM2-256M-Video-Instruct";
    private static final String CLIP = "Xenova/clip-vit-base-patch16";
    private static final String OWLVIT = "Xenova/owlvit-base-patch32";

    @TempDir
    Path temp;

    private final HubServer server = new HubServer();
    private final TestHub hub = new TestHub();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pullsWhatIsNeededAndOpensItByName() throws IOException {
        server.offer(SMOLVLM, Golden.path("idefics3")).offer(SMOLVLM, "model.safetensors", new byte[1000]);
        ModelStore.Pulled pulled = store().pull("smolvlm2-256m", Optional.empty(), hub.listener());

        assertThat(pulled.kind()).isEqualTo(ModelKind.VISION_LANGUAGE);
        assertThat(pulled.commit()).isEqualTo(HubServer.COMMIT);
        assertThat(pulled.licence()).contains("apache-2.0");
        assertThat(names(pulled.folder()))
                .containsExactlyInAnyOrder(
                        "chat_template.json",
                        "config.json",
                        "generation_config.json",
                        "preprocessor_config.json",
                        "processor_config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "onnx/decoder_model_merged.onnx",
                        "onnx/decoder_packed.onnx",
                        "onnx/embed_tokens.onnx",
                        "onnx/vision_encoder.onnx");
        assertThat(store().find("smolvlm2-256m").vlm()).isEqualTo(pulled.folder());
        assertThat(store().hasManifest("smolvlm2-256m")).isTrue();
        assertThat(store().verify("smolvlm2-256m")).isEmpty();
        assertThat(store().list()).singleElement().satisfies(known -> {
            assertThat(known.name()).isEqualTo("smolvlm2-256m");
            assertThat(known.bytes()).isEqualTo(pulled.bytes());
            assertThat(known.description()).contains("vision-language model", "apache-2.0");
        });
    }

    @Test
    void threeRepositoriesJudgeTogether() {
        server.offer(SMOLVLM, Golden.path("idefics3"))
                .offer(CLIP, Golden.path("clip"))
                .offer(OWLVIT, Golden.path("owlvit"));
        for (String name : List.of("smolvlm2-256m", "clip-vit-b16", "hf:" + OWLVIT)) {
            store().pull(name, Optional.empty(), hub.listener());
        }
        ModelBundle bundle = store().find("hf:" + OWLVIT + "+smolvlm2-256m+clip-vit-b16");
        try (OnnxModels models =
                OnnxModels.open(bundle, EngineOptions.defaults().withThreads(1))) {
            assertThat(models.judgeModels().encoder()).isNotNull();
            assertThat(models.judgeModels().detector()).isNotNull();
            assertThat(models.judgeModels().identities().vlm().digest())
                    .isEqualTo(digestOf(Golden.path("idefics3"), bundle.vlm()));
        }
        assertThatThrownBy(() -> store().find("clip-vit-b16+hf:" + OWLVIT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no vision-language model");
        assertThatThrownBy(() -> store().find("smolvlm2-256m+smolvlm2-256m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("two models of the same kind");
    }

    @Test
    void aDamagedFileIsRefusedAndFetchedAgain() throws IOException {
        server.offer(CLIP, Golden.path("clip"));
        Path folder =
                store().pull("clip-vit-b16", Optional.empty(), hub.listener()).folder();
        Path graph = folder.resolve("onnx/text_model.onnx").toRealPath();
        byte[] whole = Files.readAllBytes(graph);
        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(graph, changed);
        assertThat(store().verify("clip-vit-b16")).singleElement().asString().contains("text_model.onnx", "sha256");
        assertThatThrownBy(() -> store().find("clip-vit-b16"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("clue models pull clip-vit-b16");
        store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        assertThat(hub.said).singleElement().asString().contains("damaged");
        assertThat(Files.readAllBytes(graph)).isEqualTo(whole);
        assertThat(store().verify("clip-vit-b16")).isEmpty();
    }

    /** The bundled decoder keeps its weights in a file beside it, which the runtime has to find through the links. */
    @Test
    void weightsInFilesOfTheirOwnAreFetchedAndFound() {
        Path bundled = Path.of("..", "clue-models/src/main/resources/dev/clue/models/pictogram/vlm");
        server.offer("maker/pictogram", bundled);
        ModelStore.Pulled pulled = store().pull("hf:maker/pictogram@main", Optional.empty(), hub.listener());
        try (OnnxModels models = OnnxModels.open(
                store().find("hf:maker/pictogram"), EngineOptions.defaults().withThreads(1))) {
            assertThat(models.judgeModels().identities().vlm().digest()).isEqualTo(digestOf(bundled, pulled.folder()));
        }
    }

    @Test
    void takesTheWantedPrecisionAndSaysWhereItIsMissing() throws IOException {
        server.offer(SMOLVLM, Golden.path("idefics3"));
        ModelStore.Pulled pulled = store().pull("smolvlm2-256m", Optional.of(Precision.Q4), hub.listener());
        assertThat(names(pulled.folder()).stream().filter(name -> name.contains("onnx/")))
                .containsExactlyInAnyOrder(
                        "onnx/decoder_model_merged_q4.onnx",
                        "onnx/decoder_packed.onnx",
                        "onnx/embed_tokens.onnx",
                        "onnx/vision_encoder.onnx");
        assertThat(hub.said)
                .containsExactly(
                        "hf:" + SMOLVLM + " has no vision_encoder in q4: vision_encoder.onnx is used",
                        "hf:" + SMOLVLM + " has no embed_tokens in q4: embed_tokens.onnx is used");
    }

    @Test
    void removesWhatItFetchedAndNothingElse() throws IOException {
        server.offer(CLIP, Golden.path("clip")).offer(OWLVIT, Golden.path("owlvit"));
        ModelStore.Pulled clip = store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        store().pull("owlvit-b32", Optional.empty(), hub.listener());
        assertThat(store().remove("clip-vit-b16")).isEqualTo(new ModelStore.Removed(clip.bytes(), List.of()));
        assertThat(clip.folder()).doesNotExist();
        assertThat(store().list()).extracting(ModelStore.Known::name).containsExactly("owlvit-b32");
        assertThat(store().verify("owlvit-b32")).isEmpty();
        for (String name : List.of("clip-vit-b16", "pictogram", temp.toString())) {
            assertThatThrownBy(() -> store().remove(name)).isInstanceOf(ConfigurationException.class);
        }
        assertThatThrownBy(() -> store().find("clip-vit-b16"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clue models pull clip-vit-b16");
    }

    /** What another client shows, from before or since, is not clue's to remove. */
    @Test
    void whatAnotherClientShowsStays() throws IOException {
        server.offer(CLIP, Golden.path("clip"));
        Path repository = temp.resolve("hub/models--Xenova--clip-vit-base-patch16");
        byte[] config = Files.readAllBytes(Golden.path("clip").resolve("config.json"));
        Path blob = repository.resolve("blobs/" + HubServer.gitSha1(config));
        Path snapshot = repository.resolve("snapshots/" + HubServer.COMMIT);
        Files.createDirectories(blob.getParent());
        Files.createDirectories(snapshot);
        Files.write(blob, config);
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/" + blob.getFileName()));

        store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        assertThat(store().remove("clip-vit-b16").kept())
                .singleElement()
                .asString()
                .contains("1 file stays", "another client");
        assertThat(names(snapshot)).containsExactly("config.json");
        assertThat(snapshot.resolve("config.json")).hasBinaryContent(config);

        store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        List<String> shown = names(snapshot);
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/" + blob.getFileName()));
        ModelStore.Removed removed = store().remove("clip-vit-b16");
        assertThat(removed.bytes()).isZero();
        assertThat(removed.kept()).singleElement().asString().contains("all of it stays", "model.safetensors");
        assertThat(names(snapshot)).containsAll(shown);
        assertThat(store().list()).isEmpty();
    }

    @Test
    void whatAnotherRevisionShowsStays() throws IOException {
        server.offer(CLIP, Golden.path("clip"));
        ModelStore.Pulled main = store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        String other = "hf:" + CLIP + "@" + HubServer.COMMIT;
        store().pull(other, Optional.empty(), hub.listener());
        List<String> shown = names(main.folder());
        ModelStore.Removed removed = store().remove("clip-vit-b16");
        assertThat(removed.bytes()).isZero();
        assertThat(removed.kept()).singleElement().asString().contains("files stay: " + other + " shows them too");
        assertThat(names(main.folder())).isEqualTo(shown);
        assertThat(store().verify(other)).isEmpty();
        assertThat(store().remove(other)).isEqualTo(new ModelStore.Removed(main.bytes(), List.of()));
    }

    /** One damaged note concerns its own model, and fetching mends it. */
    @Test
    void aDamagedNoteStopsNothingElse() throws IOException {
        server.offer(CLIP, Golden.path("clip")).offer(OWLVIT, Golden.path("owlvit"));
        store().pull("clip-vit-b16", Optional.empty(), hub.listener());
        store().pull("owlvit-b32", Optional.empty(), hub.listener());
        Path note = temp.resolve("cache/pulled/Xenova%2Fclip-vit-base-patch16/main.json");
        for (String damage : List.of("", "{\"name\": \"Xenova/cl", "{\"name\": \"../..\"}", "[]")) {
            Files.writeString(note, damage);
            assertThat(store().list()).extracting(ModelStore.Known::name).containsExactly("owlvit-b32");
            assertThat(store().damages())
                    .singleElement()
                    .asString()
                    .contains(note.toString(), "clue models pull hf:Xenova/clip-vit-base-patch16@main");
            assertThat(store().verify("owlvit-b32")).isEmpty();
            assertThatThrownBy(() -> store().find("clip-vit-b16"))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining("clue models pull");
            store().pull("clip-vit-b16", Optional.empty(), hub.listener());
            assertThat(store().damages()).isEmpty();
            assertThat(store().verify("clip-vit-b16")).isEmpty();
        }
        Files.writeString(note, "");
        assertThat(store().remove("clip-vit-b16").kept()).isNotEmpty();
        assertThat(store().damages()).isEmpty();
    }

    @Test
    void aConfigurationThatIsTooLargeIsNotFetched() {
        server.offer(CLIP, Golden.path("clip")).offer(CLIP, "config.json", new byte[(4 << 20) + 1]);
        assertThatThrownBy(() -> store().pull("clip-vit-b16", Optional.empty(), hub.listener()))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContainingAll("config.json", "4194305", "Nothing was fetched");
        assertThat(server.requests).hasSize(1);
        hub.free = 64L << 20;
        server.offer(CLIP, "config.json", new byte[4 << 20]);
        assertThatThrownBy(() -> store().pull("clip-vit-b16", Optional.empty(), hub.listener()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("free");
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void otherArchitecturesAreRefusedBeforeAnythingLargeIsFetched() {
        server.offer("maker/llama", "config.json", "{\"model_type\": \"llama\"}".getBytes(UTF_8))
                .offer("maker/llama", "onnx/model.onnx", new byte[9]);
        assertThatThrownBy(() -> store().pull("hf:maker/llama", Optional.empty(), hub.listener()))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContainingAll("llama", "owlv2");
        assertThat(server.requestsFor("model.onnx")).isEmpty();
    }

    @Test
    void aMistakeInTheHubsSettingsStopsNothingElse() {
        ModelStore store = new ModelStore(
                ClassLoader.getPlatformClassLoader(),
                temp.resolve("cache"),
                () -> HubSettings.of(Map.of("HF_ENDPOINT", "no address"), temp),
                hub::open);
        Path folder = Golden.path("idefics3");
        assertThat(store.find(folder.toString()).vlm()).isEqualTo(folder);
        assertThatThrownBy(() -> store.find("smolvlm2-256m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HF_ENDPOINT");
    }

    private String digestOf(Path original, Path pulled) {
        try (OnnxModels models = OnnxModels.open(
                        new ModelBundle("x", pulled, null, null, null),
                        EngineOptions.defaults().withThreads(1));
                Stream<Path> files = Files.walk(pulled)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file)
                            .hasSameBinaryContentAs(
                                    original.resolve(pulled.relativize(file).toString())));
            return models.judgeModels().identities().vlm().digest();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private ModelStore store() {
        return new ModelStore(
                ClassLoader.getPlatformClassLoader(),
                temp.resolve("cache"),
                () -> server.settings(temp.resolve("hub")),
                hub::open);
    }
}
