package dev.clue.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.image.Box;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {

    private static final Box IMAGE = new Box(0, 0, 512, 512);
    private static final Box TILE = new Box(219, 0, 512, 293);

    @Test
    void oneTileIsTheImageItself() {
        assertThat(Tiles.NONE.of(IMAGE)).isEmpty();
    }

    @Test
    void tilesOverlapByAQuarter() {
        assertThat(new Tiles(2).of(IMAGE))
                .containsExactly(
                        new Box(0, 0, 293, 293),
                        new Box(219, 0, 512, 293),
                        new Box(0, 219, 293, 512),
                        new Box(219, 219, 512, 512));
    }

    @RepeatedTest(50)
    void everyPixelIsInATileAndEveryTileInTheImage(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int perSide = random.nextInt(2, Tiles.MOST + 1);
        Box image = new Box(0, 0, random.nextInt(1, 3000), random.nextInt(1, 3000));
        List<Box> tiles = new Tiles(perSide).of(image);
        if (tiles.isEmpty()) {
            assertThat(Math.min(image.width(), image.height())).isLessThan(16 * perSide);
            return;
        }
        assertThat(tiles).hasSize(perSide * perSide);
        assertThat(tiles.stream().reduce(tiles.getFirst(), Box::union)).isEqualTo(image);
        for (int i = 1; i < perSide; i++) {
            assertThat(tiles.get(i).left()).isLessThanOrEqualTo(tiles.get(i - 1).right());
            assertThat(tiles.get(i * perSide).top())
                    .isLessThanOrEqualTo(tiles.get((i - 1) * perSide).bottom());
        }
    }

    @Test
    void aBoxThatAnInnerEdgeCutsIsLeftToTheOtherTile() {
        assertThat(Tiles.showsWhole(found(219, 50, 240, 70), TILE, IMAGE)).isFalse();
        assertThat(Tiles.showsWhole(found(300, 275, 320, 292), TILE, IMAGE)).isFalse();
        assertThat(Tiles.showsWhole(found(230, 50, 250, 70), TILE, IMAGE)).isTrue();
    }

    @Test
    void inALargeImageABoxMayMissTheEdgeThatCutsItByMore() {
        Box image = new Box(0, 0, 5120, 5120);
        Box tile = new Box(2190, 0, 5120, 2930);
        assertThat(Tiles.showsWhole(found(2205, 500, 2400, 700), tile, image)).isFalse();
        assertThat(Tiles.showsWhole(found(2215, 500, 2400, 700), tile, image)).isTrue();
    }

    @Test
    void anImageTooSmallToBeEnlargedIsNotCut() {
        assertThat(new Tiles(8).of(new Box(0, 0, 60, 60))).isEmpty();
        assertThat(new Tiles(2).of(new Box(0, 0, 60, 60))).hasSize(4);
    }

    @Test
    void theEdgeOfTheImageCutsNothing() {
        assertThat(Tiles.showsWhole(found(490, 0, 512, 20), TILE, IMAGE)).isTrue();
    }

    @Test
    void whatIsLargeIsLeftToTheWholeImage() {
        assertThat(Tiles.showsWhole(found(230, 50, 330, 150), TILE, IMAGE)).isTrue();
        assertThat(Tiles.showsWhole(found(230, 50, 340, 160), TILE, IMAGE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, Tiles.MOST + 1})
    void thereIsAtLeastOneAndNotAnyNumber(int perSide) {
        assertThatThrownBy(() -> new Tiles(perSide)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Found found(double left, double top, double right, double bottom) {
        return new Found(0.5, left, top, right, bottom);
    }
}
