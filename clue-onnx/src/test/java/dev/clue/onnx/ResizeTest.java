package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.TestImages;
import org.junit.jupiter.api.Test;

class ResizeTest {

    @Test
    void resizesAsPillowToTheLevel() {
        Golden golden = Golden.of("resampling");
        for (JsonNode node : golden.value("cases")) {
            String[] parts = node.asText().split("/", -1);
            RgbImage resized = Resize.to(
                    Golden.image(parts[0]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    ResamplingFilter.valueOf(parts[1]));
            float[] levels = new float[resized.bytes().length];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = resized.bytes()[i] & 0xff;
            }
            assertThat(Differences.record("resizing, in levels", golden.array(node.asText()), levels))
                    .as(node.asText())
                    .isZero();
        }
    }

    @Test
    void aPartIsCutFromTheWhole() {
        RgbImage image = TestImages.drawn(3, 61, 40);
        for (int[] size : new int[][] {{90, 20}, {61, 40}, {61, 55}, {30, 40}}) {
            Box part = new Box(5, 3, 25, 18);
            RgbImage whole = Resize.to(image, size[0], size[1], ResamplingFilter.LANCZOS);
            RgbImage cut = Resize.part(image, size[0], size[1], ResamplingFilter.LANCZOS, part);
            assertThat(cut.bytes()).isEqualTo(whole.crop(part).bytes());
        }
    }

    @Test
    void aPartOfAHugeStripCostsOnlyThePart() {
        RgbImage strip = TestImages.drawn(4, 20_000, 10);
        RgbImage part = Resize.part(strip, 448_000, 224, ResamplingFilter.BICUBIC, new Box(400_000, 0, 400_224, 224));
        assertThat(part.width()).isEqualTo(224);
    }
}
