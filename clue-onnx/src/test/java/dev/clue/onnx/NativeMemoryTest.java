package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clue.image.Box;
import dev.clue.model.Look;
import dev.clue.model.TestImages;
import dev.clue.prompt.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory is given back: a process that has judged many images is no larger than one that has judged some. */
class NativeMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    /** What 600 more images may add. Measured: 7 to 18 MiB, and 57 to 61 MiB with one prefix a look forgotten. */
    private static final long ALLOWED = 32 * KIB * KIB;

    @TempDir
    Path temp;

    /** In a process of its own, whose heap neither grows nor shrinks: a heap's own moves are larger than what is looked for. */
    @Test
    void looksLeaveNothingBehind() throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(STATUS), "resident memory is read from /proc");
        Path said = temp.resolve("said");
        Process judging = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Judging.class.getName(),
                        Files.createDirectory(temp.resolve("model")).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        int status = judging.waitFor();

        assertThat(status).as("exit status").isZero();
        assertThat(Long.parseLong(Files.readString(said).strip()))
                .as("bytes more after 600 images")
                .isLessThan(ALLOWED);
    }

    /** Judges some images, then many more, and prints how many bytes the process has grown by meanwhile. */
    static final class Judging {

        private Judging() {}

        public static void main(String[] arguments) throws IOException {
            try (Idefics3Model model = TinyIdefics3.open(
                    Path.of(arguments[0]),
                    "gqa_packed.onnx",
                    EngineOptions.defaults().withThreads(1))) {
                for (int i = 0; i < 150; i++) {
                    judge(model, i);
                }
                long before = resident();
                for (int i = 0; i < 600; i++) {
                    judge(model, i);
                }
                System.out.println(resident() - before);
            }
        }

        private static void judge(Idefics3Model model, int seed) {
            try (Look look = model.look(TestImages.drawn(seed, 120, 90));
                    Look without = look.without(new Box(10, 10, 60, 60));
                    Look nothing = model.lookAtNothing()) {
                for (Look each : List.of(look, without, nothing)) {
                    each.ask(List.of(
                            Prompts.precondition("a cat is visible"), Prompts.precondition("a dog touches a boat")));
                }
                look.continueDialogue(Prompts.reasoning("a cat is visible"), 5);
                look.continueDialogues(
                        List.of(Prompts.reasoning("a cat is visible"), Prompts.reasoning("a dog touches a boat")), 5);
            }
        }

        private static long resident() throws IOException {
            System.gc();
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .sum();
        }
    }
}
