package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.constitution.Vocabulary;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

    @TempDir
    Path temp;

    @Test
    void unpacksWhatShipsOnceAndOpensIt() throws Exception {
        try (URLClassLoader jar = jar(Map.of())) {
            ModelStore store = new ModelStore(jar, temp.resolve("cache"));
            ModelBundle bundle = store.find("pictogram");
            assertThat(bundle.vlm()).isDirectory();
            try (OnnxModels models =
                    OnnxModels.open(bundle, EngineOptions.defaults().withThreads(1))) {
                assertThat(models.judgeModels().identities().vlm().name()).isEqualTo("pictogram");
                assertThat(models.judgeModels().encoder()).isNotNull();
                assertThat(models.judgeModels().detector()).isNotNull();
                assertThat(models.judgeModels().domain()).isNotNull();
            }
            long first = Files.getLastModifiedTime(bundle.vlm().resolve("config.json"))
                    .toMillis();
            assertThat(store.find("pictogram")).isEqualTo(bundle);
            assertThat(Files.getLastModifiedTime(bundle.vlm().resolve("config.json"))
                            .toMillis())
                    .isEqualTo(first);
            assertThat(store.verify("pictogram")).isEmpty();
            assertThat(store.hasManifest("pictogram")).isTrue();
            assertThat(store.vocabulary("pictogram"))
                    .hasValueSatisfying(file -> assertThat(file).hasContent("about: tiny models"));
            assertThat(store.list()).extracting(ModelStore.Known::name).containsExactly("pictogram");
            assertThat(temp.resolve("cache/bundled")).isDirectoryNotContaining("glob:**unpacking**");
        }
    }

    @Test
    void aFolderMayHaveNoVocabulary() throws IOException {
        ModelStore store = new ModelStore(ModelStoreTest.class.getClassLoader(), temp.resolve("cache"));
        Path folder = Files.createDirectories(temp.resolve("mine"));
        assertThat(store.vocabulary(folder.toString())).isEmpty();
        Path file = Files.writeString(folder.resolve(Vocabulary.FILE), "about: mine");
        assertThat(store.vocabulary(folder.toString())).contains(file);
        assertThatThrownBy(() -> store.vocabulary("nowhere")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void unpacksAgainWhatIsIncompleteAndVerifiesContents() throws Exception {
        try (URLClassLoader jar = jar(Map.of())) {
            ModelStore store = new ModelStore(jar, temp.resolve("cache"));
            Path config = store.find("pictogram").vlm().resolve("config.json");
            String content = Files.readString(config);
            Files.delete(config);
            assertThat(store.find("pictogram").vlm().resolve("config.json")).hasContent(content);
            Files.writeString(config, content.replace("idefics3", "idefics4"));
            assertThat(store.verify("pictogram"))
                    .singleElement()
                    .asString()
                    .contains("config.json")
                    .contains("sha256");
        }
    }

    @Test
    void refusesADamagedJar() throws Exception {
        try (URLClassLoader jar = jar(Map.of("vlm/config.json", "{}"))) {
            ModelStore store = new ModelStore(jar, temp.resolve("cache"));
            assertThatThrownBy(() -> store.find("pictogram"))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining("vlm/config.json")
                    .hasMessageContaining("Install clue again");
            assertThat(temp.resolve("cache/bundled")).isEmptyDirectory();
        }
    }

    @Test
    void severalProcessesMayUnpackAtOnce() throws Exception {
        try (URLClassLoader jar = jar(Map.of());
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<ModelBundle>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> new ModelStore(jar, temp.resolve("cache")).find("pictogram"));
            }
            List<ModelBundle> found = new ArrayList<>();
            for (Future<ModelBundle> task : threads.invokeAll(tasks)) {
                found.add(task.get());
            }
            assertThat(found).containsOnly(found.getFirst());
            assertThat(new ModelStore(jar, temp.resolve("cache")).verify("pictogram"))
                    .isEmpty();
        }
    }

    @Test
    void findsPlacedModelsAndFolders() throws IOException {
        ModelStore store = store();
        Golden.copy("idefics3", store.placeOf("smol"));
        assertThat(store.find("smol").vlm()).isEqualTo(store.placeOf("smol"));
        assertThat(store.find("smol").encoder()).isNull();
        assertThat(store.list()).extracting(ModelStore.Known::name).contains("smol");
        assertThat(store.verify("smol")).isEmpty();
        assertThat(store.hasManifest("smol")).isFalse();
        assertThat(store.find(Golden.path("idefics3").toString()).vlm()).isEqualTo(Golden.path("idefics3"));
        Files.delete(store.placeOf("smol").resolve("tokenizer.json"));
        assertThat(store.verify("smol")).singleElement().asString().contains("tokenizer.json");
    }

    @Test
    void refusesAFolderThatIsNotWhatItsManifestSays() throws Exception {
        Path folder = temp.resolve("cache/models/mine");
        try (URLClassLoader jar = jar(Map.of())) {
            Files.createDirectories(folder.getParent());
            Files.move(
                    new ModelStore(jar, temp.resolve("other"))
                            .find("pictogram")
                            .vlm()
                            .getParent(),
                    folder);
        }
        ModelStore store = store();
        assertThat(store.find(folder.toString()).vlm()).isEqualTo(folder.resolve("vlm"));
        assertThat(store.find("mine").vlm()).isEqualTo(folder.resolve("vlm"));

        Path graph = folder.resolve("vlm/onnx/decoder_packed.onnx");
        byte[] whole = Files.readAllBytes(graph);
        String before = FolderDigest.ofFile(graph);
        byte[] changed = whole.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(graph, changed);
        for (String asked : List.of(folder.toString(), "mine")) {
            assertThatThrownBy(() -> store.find(asked))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(graph.toString())
                    .hasMessageContaining(before)
                    .hasMessageContaining(FolderDigest.ofFile(graph))
                    .hasMessageContaining("manifest.json")
                    .hasMessageContaining("Fetch or copy the folder again");
        }
        Files.write(graph, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> store.find("mine"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(graph + " has " + (whole.length - 1) + " bytes in place of " + whole.length);
        Files.delete(graph);
        assertThatThrownBy(() -> store.find("mine"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(graph + " is missing");
        Files.write(graph, whole);
        assertThat(store.find("mine").vlm()).isEqualTo(folder.resolve("vlm"));
    }

    @Test
    void refusesUnpackedFilesThatWereChanged() throws Exception {
        try (URLClassLoader jar = jar(Map.of())) {
            ModelStore store = new ModelStore(jar, temp.resolve("cache"));
            Path config = store.find("pictogram").vlm().resolve("config.json");
            Files.writeString(config, Files.readString(config).replace("idefics3", "idefics4"));
            assertThatThrownBy(() -> store.find("pictogram"))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(config.toString())
                    .hasMessageContaining("Delete " + config.getParent().getParent());
        }
    }

    @Test
    void saysWhatAFolderLeavesOut() throws IOException {
        Path folder = temp.resolve("all");
        Golden.copy("idefics3", folder.resolve("vlm"));
        assertThat(store().find(folder.toString()).omissions())
                .satisfiesExactly(
                        encoder -> assertThat(encoder).contains("no image-text encoder", "every rule is examined"),
                        detector -> assertThat(detector).contains("no object detector", "no region step"));
        Path encoder = Golden.copy("clip", folder.resolve("encoder"));
        Path detector = Golden.copy("owlvit", folder.resolve("detector"));
        assertThat(store().find(folder.toString()).omissions())
                .satisfiesExactly(
                        threshold -> assertThat(threshold).contains(encoder + "/clue.json", "0.22 is used with CLIP"),
                        template -> assertThat(template).contains(detector + "/clue.json", "a photo of a {object}"));
        Files.writeString(encoder.resolve("clue.json"), "{\"relevance_threshold\": 0.2}");
        Files.writeString(detector.resolve("clue.json"), "{\"query_template\": \"{object}\"}");
        assertThat(store().find(folder.toString()).omissions()).isEmpty();
    }

    @Test
    void saysWhereAnUnknownModelWouldGo() {
        assertThatThrownBy(() -> store().find("smolvlm2-256m"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("smolvlm2-256m")
                .hasMessageContaining(store().placeOf("smolvlm2-256m").toString());
        assertThatThrownBy(() -> store().find(temp.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void theCacheIsWhereTheSystemHasIt() {
        Path home = Path.of("home");
        assertThat(UserCache.folder(Map.of(), "Linux", home)).isEqualTo(Path.of("home", ".cache", "clue"));
        assertThat(UserCache.folder(Map.of("XDG_CACHE_HOME", "x"), "Linux", home))
                .isEqualTo(Path.of("x", "clue"));
        assertThat(UserCache.folder(Map.of("LOCALAPPDATA", "l"), "Windows 11", home))
                .isEqualTo(Path.of("l", "clue", "cache"));
        assertThat(UserCache.folder(Map.of("CLUE_CACHE", "c", "XDG_CACHE_HOME", "x"), "Linux", home))
                .isEqualTo(Path.of("c"));
    }

    private ModelStore store() {
        return new ModelStore(ClassLoader.getPlatformClassLoader(), temp.resolve("cache"));
    }

    /** A jar as clue-models makes it, of the tiny models; some files' contents exchanged behind the manifest's back. */
    private URLClassLoader jar(Map<String, String> exchanged) throws IOException {
        Path bundle = temp.resolve("bundle");
        Golden.copy("idefics3", bundle.resolve("vlm"));
        Golden.copy("clip", bundle.resolve("encoder"));
        Golden.copy("owlvit", bundle.resolve("detector"));
        Files.writeString(bundle.resolve(Vocabulary.FILE), "about: tiny models");
        StringBuilder files = new StringBuilder();
        Path jar = temp.resolve("models.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files.walk(bundle)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                String name = bundle.relativize(file).toString().replace('\\', '/');
                files.append(files.isEmpty() ? "" : ",")
                        .append("{\"path\":\"%s\",\"bytes\":%d,\"sha256\":\"%s\"}"
                                .formatted(name, Files.size(file), FolderDigest.ofFile(file)));
                out.putNextEntry(new ZipEntry("dev/clue/models/pictogram/" + name));
                if (exchanged.containsKey(name)) {
                    out.write(exchanged.get(name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                } else {
                    Files.copy(file, out);
                }
            }
            out.putNextEntry(new ZipEntry("dev/clue/models/pictogram/manifest.json"));
            out.write(("{\"name\":\"pictogram\",\"files\":[" + files + "]}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }
}
