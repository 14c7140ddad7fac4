package dev.clue.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of file decodes to the pixels that another implementation, or the script that wrote the file, says it
 * has: see {@code make_fixtures.py} beside the fixtures.
 */
class FixtureTest {

    private final ImageIntake intake = new ImageIntake(ImageLimits.DEFAULT);

    static Stream<String> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".gz") && !name.endsWith(".py"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void decodesToTheExpectedPixels(String name) throws IOException {
        List<RgbImage> expected = Fixtures.expected(name);

        DecodedImage image = intake.read(Fixtures.FOLDER.resolve(name));

        assertThat(image.format().orElseThrow().name().toLowerCase())
                .isEqualTo(name.replaceAll(".*\\.", "").replace("jpg", "jpeg"));
        assertThat(image.frameCount()).isEqualTo(expected.size());
        List<RgbImage> frames = new ArrayList<>();
        image.frames().forEach(frames::add);
        assertThat(frames).hasSameSizeAs(expected);
        for (int i = 0; i < frames.size(); i++) {
            RgbImage frame = frames.get(i);
            assertThat(frame.width())
                    .isEqualTo(image.width())
                    .isEqualTo(expected.get(i).width());
            assertThat(frame.height())
                    .isEqualTo(image.height())
                    .isEqualTo(expected.get(i).height());
            assertThat(Fixtures.largestDifference(frame, expected.get(i)))
                    .as("largest difference in frame %d of %s", i, name)
                    .isLessThanOrEqualTo(tolerance(name));
        }
    }

    /** Where two sound decoders may differ by rounding; elsewhere every bit counts. */
    private static int tolerance(String name) {
        if (name.equals("animated-dispose0-blend1.webp")) {
            return 2;
        }
        boolean roundedTwice = name.matches(".*(a16|16-trns|blend1).*") || name.startsWith("icc");
        return roundedTwice || name.equals("ycck.jpg") ? 1 : 0;
    }
}
