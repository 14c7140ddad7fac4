package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clue.model.AnswerProbability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorStoreTest {

    private static final String MODEL = "sha256:" + "a".repeat(64);
    private static final AnswerProbability PRIOR = new AnswerProbability(0.1 + 0.2, 1.0 / 3);

    @TempDir
    Path folder;

    @Test
    void findsWhatItKeeps() {
        for (PriorStore store : List.of(PriorStore.inMemory(), PriorStore.inFolder(folder))) {
            assertThat(store.find(key("a"))).isEmpty();
            store.keep(key("a"), PRIOR);
            assertThat(store.find(key("a"))).contains(PRIOR);
            assertThat(store.find(key("b"))).isEmpty();
            assertThat(store.find(new PriorStore.Key(MODEL, "2", "a"))).isEmpty();
            assertThat(store.find(new PriorStore.Key("sha256:" + "b".repeat(64), "1", "a")))
                    .isEmpty();
        }
    }

    @Test
    void aFolderOutlivesTheProcess() {
        String difficult = "a \"quoted\" statement,\nwith a line break and 🔪";
        PriorStore.inFolder(folder.resolve("new/one")).keep(key(difficult), PRIOR);
        assertThat(PriorStore.inFolder(folder.resolve("new/one")).find(key(difficult)))
                .contains(PRIOR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "{",
                "[]",
                "{\"model\":\"%s\",\"prompts\":\"1\",\"statement\":\"b\",\"yes\":0.5",
                "{\"model\":\"%s\",\"prompts\":\"1\",\"statement\":\"b\",\"yes\":0.5}",
                "{\"model\":\"%s\",\"prompts\":\"1\",\"statement\":\"b\",\"yes\":2,\"no\":0}",
                "{\"model\":\"%s\",\"prompts\":\"1\",\"statement\":\"b\",\"yes\":\"NaN\",\"no\":0}",
                "{\"model\":\"sha256:other\",\"prompts\":\"1\",\"statement\":\"b\",\"yes\":0.5,\"no\":0.5}",
                "\u0000\u0000\u0000",
            })
    void linesThatCannotBeReadAreDropped(String line) throws IOException {
        PriorStore.inFolder(folder).keep(key("a"), PRIOR);
        String whole = Files.readString(file());
        Files.writeString(file(), line.replace("%s", MODEL) + "\n" + whole + line.replace("%s", MODEL));

        PriorStore store = PriorStore.inFolder(folder);
        assertThat(store.find(key("a"))).contains(PRIOR);
        assertThat(store.find(key("b"))).isEmpty();
        assertThat(Files.readString(file())).as("written anew").isEqualTo(whole);
    }

    @Test
    void bytesThatAreNoTextAreDropped() throws IOException {
        PriorStore.inFolder(folder).keep(key("a"), PRIOR);
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 10}, StandardOpenOption.APPEND);
        assertThat(PriorStore.inFolder(folder).find(key("a"))).contains(PRIOR);
    }

    @Test
    void aLineThatWasCutOffSpoilsNoOther() throws IOException {
        PriorStore.inFolder(folder).keep(key("a"), PRIOR);
        PriorStore running = PriorStore.inFolder(folder);
        assertThat(running.find(key("a"))).isPresent();
        Files.writeString(file(), "{\"model\":\"half", StandardOpenOption.APPEND);
        running.keep(key("b"), PRIOR);
        PriorStore next = PriorStore.inFolder(folder);
        assertThat(next.find(key("a"))).contains(PRIOR);
        assertThat(next.find(key("b"))).contains(PRIOR);
    }

    @Test
    void aFolderThatCannotBeMadeCostsOnlyTime() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        PriorStore store = PriorStore.inFolder(file.resolve("folder"));
        assertThat(store.find(key("a"))).isEmpty();
        store.keep(key("a"), PRIOR);
        store.keep(key("b"), PRIOR);
        assertThat(store.find(key("a"))).contains(PRIOR);
    }

    @Test
    void aFileThatIsAFolderCostsOnlyTime() throws IOException {
        PriorStore.inFolder(folder).keep(key("a"), PRIOR);
        Path file = file();
        Files.delete(file);
        Files.createDirectory(file);
        PriorStore store = PriorStore.inFolder(folder);
        assertThat(store.find(key("a"))).isEmpty();
        store.keep(key("a"), PRIOR);
        assertThat(store.find(key("a"))).contains(PRIOR);
    }

    @Test
    void processesShareAFolder() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("x", "y")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KeepMany.class.getName(),
                            folder.toString(),
                            name)
                    .inheritIO()
                    .start());
        }
        try {
            for (Process process : processes) {
                assumeTrue(process.waitFor(2, TimeUnit.MINUTES), "the machine is too slow to start two processes");
                assertThat(process.exitValue()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        PriorStore store = PriorStore.inFolder(folder);
        for (String name : List.of("x", "y")) {
            for (int i = 0; i < KeepMany.COUNT; i++) {
                assertThat(store.find(key(name + i))).contains(PRIOR);
            }
        }
        assertThat(Files.readAllLines(file())).hasSize(2 * KeepMany.COUNT);
    }

    /** A process that keeps many priors. */
    static final class KeepMany {

        static final int COUNT = 200;

        public static void main(String[] args) {
            PriorStore store = PriorStore.inFolder(Path.of(args[0]));
            for (int i = 0; i < COUNT; i++) {
                store.keep(key(args[1] + i), PRIOR);
            }
        }
    }

    private static PriorStore.Key key(String statement) {
        return new PriorStore.Key(MODEL, "1", statement);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
