package dev.clue.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.clue.error.ImageException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are cut off or changed at random: an image or an {@link ImageException}, nothing else, and soon. */
class DamageTest {

    private static final long SEED = 20_261_124;
    private static final int MUTANTS = 60;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ImageIntake intake = new ImageIntake(new ImageLimits(1 << 20, 4_096, 1 << 20, 50, 1 << 22));

    static Stream<String> fixtures() throws IOException {
        return FixtureTest.fixtures();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileThatIsCutOffIsRefused(String name) throws IOException {
        byte[] bytes = Fixtures.bytes(name);
        int trailer = name.equals("trailer.jpg") ? 99 : 0;
        int step = Math.max(1, bytes.length / 60);
        for (int length = bytes.length - trailer - 1; length >= 0; length -= step) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(catchThrowable(() -> decode(cut)))
                    .as("%s cut to %d of %d bytes", name, length, bytes.length)
                    .isInstanceOf(ImageException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileThatIsChangedDecodesOrIsRefused(String name) throws IOException {
        byte[] bytes = Fixtures.bytes(name);
        Random random = new Random(SEED + name.hashCode());
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutate(bytes, random);
                Throwable thrown = catchThrowable(() -> decode(mutant));
                if (thrown != null) {
                    assertThat(thrown).as("mutant %d of %s", i, name).isInstanceOf(ImageException.class);
                }
            }
        });
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        // Half of the changes hit the headers, where most of the decisions are.
        int reach = random.nextBoolean() ? mutant.length : Math.min(mutant.length, 100);
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            int at = random.nextInt(reach);
            mutant[at] = (byte)
                    switch (random.nextInt(4)) {
                        case 0 -> 0;
                        case 1 -> 0xff;
                        case 2 -> mutant[at] ^ 1 << random.nextInt(8);
                        default -> random.nextInt(256);
                    };
        }
        if (random.nextInt(5) == 0) {
            int from = random.nextInt(mutant.length);
            int to = Math.min(mutant.length, from + 1 + random.nextInt(20));
            byte[] shorter = Arrays.copyOf(mutant, mutant.length - (to - from));
            System.arraycopy(mutant, to, shorter, from, mutant.length - to);
            return shorter;
        }
        return mutant;
    }

    private void decode(byte[] bytes) {
        intake.read(bytes, "mutant")
                .frames()
                .forEach(frame -> assertThat(frame.width()).isPositive());
    }
}
