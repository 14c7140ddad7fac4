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
}
