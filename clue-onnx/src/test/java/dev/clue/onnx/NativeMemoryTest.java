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

    /** What 600 more images may add. With one prefix a look forgotten it was measured to be more than twice this. */
    private static final long ALLOWED = 16 * KIB * KIB;

    @TempDir
    Path temp;

    @Test
    void looksLeaveNothingBehind() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "resident memory is read from /proc");
        try (Idefics3Model model = TinyIdefics3.open(
                temp, "gqa_packed.onnx", EngineOptions.defaults().withThreads(1))) {
            for (int i = 0; i < 150; i++) {
                judge(model, i);
            }
            long before = resident();
            for (int i = 0; i < 600; i++) {
                judge(model, i);
            }
            long more = resident() - before;

            assertThat(more).as("bytes more after 600 images").isLessThan(ALLOWED);
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
