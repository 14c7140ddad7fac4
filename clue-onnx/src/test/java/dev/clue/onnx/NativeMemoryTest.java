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

    private static final int ROUNDS = 6;
    private static final int IMAGES = 150;

    /** What a round may add. With one prefix a look forgotten every round was measured to add more than twice this. */
    private static final long ALLOWED = 4 * KIB * KIB;

    @TempDir
    Path temp;

    @Test
    void looksLeaveNothingBehind() throws IOException {
        assumeTrue(Files.isReadable(STATUS), "resident memory is read from /proc");
        try (Idefics3Model model = TinyIdefics3.open(
                temp, "gqa_packed.onnx", EngineOptions.defaults().withThreads(1))) {
            round(model);
            // What is forgotten grows in every round; a heap or an allocator that takes another stretch does so in some.
            long least = Long.MAX_VALUE;
            long before = resident();
            for (int i = 0; i < ROUNDS && least >= ALLOWED; i++) {
                round(model);
                long after = resident();
                least = Math.min(least, after - before);
                before = after;
            }

            assertThat(least).as("bytes that each of %d rounds of %d images added", ROUNDS, IMAGES).isLessThan(ALLOWED);
        }
    }

    private static void round(Idefics3Model model) throws IOException {
        for (int i = 0; i < IMAGES; i++) {
            judge(model, i);
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
