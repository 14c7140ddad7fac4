package dev.clue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.image.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ImageDomain} does. */
public abstract class ImageDomainContract {

    /** The domain that is tested. */
    protected abstract ImageDomain domain();

    @Test
    void measuresImagesOfAnyShape() {
        for (RgbImage image :
                List.of(TestImages.drawn(1, 96, 96), TestImages.plain(9, 9, 9, 1, 1), TestImages.drawn(9, 700, 3))) {
            ImageDomain.Familiarity familiarity = domain().familiarity(image);
            assertThat(familiarity.distance()).isNotNegative().isFinite();
            assertThat(familiarity.limit()).isNotNegative().isFinite();
            assertThat(familiarity.inside()).isEqualTo(familiarity.distance() <= familiarity.limit());
        }
    }

    @Test
    void measuresTheSameTwice() {
        double once = domain().familiarity(TestImages.drawn(2, 96, 96)).distance();
        double again = domain().familiarity(TestImages.drawn(2, 96, 96)).distance();
        assertThat(again).isCloseTo(once, within(1e-5));
    }

    @Test
    void advisesWhatToDo() {
        assertThat(domain().familiarity(TestImages.drawn(3, 96, 96)).advice()).isNotBlank();
    }
}
