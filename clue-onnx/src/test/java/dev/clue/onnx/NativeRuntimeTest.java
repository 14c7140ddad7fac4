package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeRuntimeTest {

    @TempDir
    Path temp;

    @Test
    void keepsTheLibrariesOnce() throws IOException {
        Path kept = NativeRuntime.kept(temp.resolve("native")).orElseThrow();
        Path library = kept.resolve(System.mapLibraryName("onnxruntime"));
        assertThat(library).isRegularFile();
        assertThat(kept.resolve(System.mapLibraryName("onnxruntime4j_jni"))).isRegularFile();
        var time = Files.getLastModifiedTime(library);
        assertThat(NativeRuntime.kept(temp.resolve("native"))).contains(kept);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(time);
        assertThat(temp.resolve("native")).isDirectoryNotContaining("glob:**unpacking**");
    }

    @Test
    void theRuntimeUsesThem() {
        Graph.environment();
        assertThat(Path.of(System.getProperty("onnxruntime.native.path")))
                .isDirectoryContaining("glob:**" + System.mapLibraryName("onnxruntime"));
    }

    /** In a process of its own: the runtime is loaded once. */
    @Test
    void aFolderForTemporaryFilesThatCannotBeUsedIsNamed() throws Exception {
        Path missing = temp.resolve("missing");
        Path said = temp.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + missing,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.waitFor();
        assertThat(said)
                .content()
                .contains("ModelUnavailableException: ONNX Runtime cannot be loaded")
                .contains("this one is " + missing)
                .contains("-Djava.io.tmpdir=FOLDER");
    }

    /** Opens a graph. */
    static final class Opening {

        public static void main(String[] args) {
            Graph.open(Path.of("none.onnx"), EngineOptions.defaults());
        }
    }
}
