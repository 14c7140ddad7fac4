package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.Statement;
import dev.clue.error.ModelUnavailableException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import dev.clue.model.ModelIdentity;
import dev.clue.model.ObjectDetector;
import dev.clue.model.TestImages;
import dev.clue.verdict.Failure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionsTest {

    private static final RgbImage IMAGE = TestImages.plain(9, 9, 9, 200, 100);
    private static final Statement MOUTH = new Statement("a mouth is open", List.of("mouth"));
    private static final Statement TOUCH = new Statement("a hand touches a knife", List.of("hand", "knife"));
    private static final Statement NIGHT = new Statement("it is night", List.of());

    @Test
    void runsTheDetectorOnceForTheObjectsOfAllStatements() {
        TableDetector detector = new TableDetector()
                .finds("mouth", new Box(0, 0, 50, 50), 0.9)
                .finds("hand", new Box(0, 0, 50, 50), 0.9)
                .finds("knife", new Box(0, 0, 50, 50), 0.9);
        Statement again = new Statement("a hand holds a mouth", List.of("hand", "mouth"));
        new Regions(detector, Thresholds.PAPER).find(IMAGE, List.of(NIGHT, MOUTH, TOUCH, again), new Cost());
        assertThat(detector.runs()).containsExactly(List.of("mouth", "hand", "knife"));
    }

    @Test
    void doesNotRunTheDetectorWhereNoStatementNamesAnObject() {
        TableDetector detector = new TableDetector();
        assertThat(find(detector, NIGHT)).isEqualTo(new CentralRegion.None());
        assertThat(detector.runs()).isEmpty();
    }

    @Test
    void withoutADetectorThereIsNoRegion() {
        assertThat(find(null, MOUTH)).isEqualTo(new CentralRegion.None());
    }

    @Test
    void aRegionMustExceedTheConfidence() {
        Box box = new Box(0, 0, 100, 50);
        Thresholds exact = Thresholds.PAPER.with("boxConfidence", 0.25);
        assertThat(find(new TableDetector().finds("mouth", box, 0.25), MOUTH, exact))
                .isEqualTo(new CentralRegion.None());
        assertThat(find(new TableDetector().finds("mouth", box, 0.2501), MOUTH, exact))
                .isEqualTo(new CentralRegion.Found(box, 0.2501, null));
    }

    @Test
    void aDetectorThatFindsNothingIsNoFailure() {
        assertThat(find(new TableDetector().finds("mouth", new Box(0, 0, 100, 50), 0), MOUTH))
                .isEqualTo(new CentralRegion.None());
    }

    @Test
    void theMostConfidentObjectIsTheCentralOne() {
        Box hand = new Box(0, 0, 50, 50);
        Box knife = new Box(100, 0, 150, 50);
        assertThat(find(new TableDetector().finds("hand", hand, 0.3).finds("knife", knife, 0.4), TOUCH))
                .isEqualTo(new CentralRegion.Found(knife, 0.4, null));
        assertThat(find(new TableDetector().finds("hand", hand, 0.5).finds("knife", knife, 0.4), TOUCH))
                .isEqualTo(new CentralRegion.Found(hand, 0.5, null));
    }

    @ParameterizedTest
    @CsvSource({
        // 1 % of 200 x 100 is 200 pixels
        "20, 10, false",
        "60, 3, true",
        "14, 14, true",
        "15, 14, false",
    })
    void onlyARegionOfLessThanOnePercentIsCropped(int width, int height, boolean cropped) {
        Box box = new Box(1, 1, 1 + width, 1 + height);
        assertThat(find(new TableDetector().finds("mouth", box, 0.9), MOUTH).view() != null)
                .isEqualTo(cropped);
    }

    @Test
    void whatIsSmallForADetectorIsItsOwnUnlessItIsChosen() {
        Box fourPercent = new Box(100, 50, 140, 70);
        assertThat(find(new TableDetector().finds("mouth", fourPercent, 0.9).looksCloserBelow(0.05), MOUTH)
                        .view())
                .isNotNull();
        assertThat(find(new TableDetector().finds("mouth", fourPercent, 0.9).looksCloserBelow(0.04), MOUTH)
                        .view())
                .isNull();
        Thresholds paper = Thresholds.PAPER.with("smallRegion", Thresholds.PAPER_SMALL_REGION);
        assertThat(find(new TableDetector().finds("mouth", fourPercent, 0.9).looksCloserBelow(0.05), MOUTH, paper)
                        .view())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // in the middle: three times the longer side around the centre
        "100, 50, 110, 54, 90, 37, 120, 67",
        // moved inside at the edges
        "0, 0, 10, 4, 0, 0, 30, 30",
        "190, 96, 200, 100, 170, 70, 200, 100",
        // as high as the image where the square is higher
        "50, 48, 90, 50, 10, 0, 130, 100",
    })
    void theCropIsASquareInsideTheImage(
            int left, int top, int right, int bottom, int cropLeft, int cropTop, int cropRight, int cropBottom) {
        TableDetector detector = new TableDetector().finds("mouth", new Box(left, top, right, bottom), 0.9);
        assertThat(find(detector, MOUTH).view()).isEqualTo(new Box(cropLeft, cropTop, cropRight, cropBottom));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at least two mouths are visible",
                "At most  3 mouths are visible",
                "exactly one mouth is visible",
                "more mouths than noses are visible",
                "four mouths are open",
                "several mouths are open",
                "both mouths are open"
            })
    void whereThingsAreCountedTheWholeImageIsLookedAt(String text) {
        TableDetector detector = new TableDetector().finds("mouth", new Box(100, 50, 110, 54), 0.9);
        assertThat(find(detector, new Statement(text, List.of("mouth"))))
                .isEqualTo(new CentralRegion.Found(new Box(100, 50, 110, 54), 0.9, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at least one mouth is visible",
                "At least a mouth is visible",
                "no mouth is visible",
                "a mouth is open",
                "someone's mouth is open",
                "a mouth holds often-used lipstick"
            })
    void thatSomethingIsThereIsNoAmount(String text) {
        TableDetector detector = new TableDetector().finds("mouth", new Box(100, 50, 110, 54), 0.9);
        assertThat(find(detector, new Statement(text, List.of("mouth"))).view()).isNotNull();
    }

    @Test
    void aCropThatIsTheImageIsNone() {
        TableDetector detector = new TableDetector().finds("mouth", new Box(0, 50, 199, 51), 0.9);
        assertThat(find(detector, MOUTH).view()).isNull();
    }

    @Test
    void severalObjectsAreCroppedTogetherIfTogetherTheyAreSmall() {
        Box hand = new Box(50, 50, 55, 55);
        assertThat(find(
                        new TableDetector().finds("hand", hand, 0.9).finds("knife", new Box(58, 52, 62, 54), 0.3),
                        TOUCH))
                .isEqualTo(new CentralRegion.Found(hand, 0.9, new Box(38, 34, 74, 70)));
        assertThat(find(
                        new TableDetector().finds("hand", hand, 0.9).finds("knife", new Box(98, 52, 102, 54), 0.3),
                        TOUCH))
                .isEqualTo(new CentralRegion.Found(hand, 0.9, null));
    }

    @Test
    void aCropThatMayMissAnObjectIsNotTaken() {
        Box hand = new Box(50, 50, 55, 55);
        assertThat(find(
                        new TableDetector().finds("hand", hand, 0.9).finds("knife", new Box(57, 52, 60, 54), 0.01),
                        TOUCH))
                .isEqualTo(new CentralRegion.Found(hand, 0.9, null));
    }

    @Test
    void theBoxInTheCropIsWhereItWas() {
        CentralRegion.Found found = new CentralRegion.Found(new Box(100, 50, 110, 54), 0.9, new Box(90, 37, 120, 67));
        assertThat(found.boxInView()).isEqualTo(new Box(10, 13, 20, 17));
        assertThat(new CentralRegion.Found(new Box(1, 2, 3, 4), 0.9, null).boxInView())
                .isEqualTo(new Box(1, 2, 3, 4));
    }

    @Test
    void aFailedDetectorLeavesStatementsWithObjectsUnknown() {
        ObjectDetector busy = detector(() -> {
            throw new ModelUnavailableException("busy; try again");
        });
        Map<Statement, CentralRegion> regions =
                new Regions(busy, Thresholds.PAPER).find(IMAGE, List.of(NIGHT, MOUTH), new Cost());
        assertThat(regions)
                .containsEntry(NIGHT, new CentralRegion.None())
                .containsEntry(
                        MOUTH, new CentralRegion.Unknown(new Failure(Failure.MODEL_UNAVAILABLE, "busy; try again")));
    }

    @Test
    void detectionsThatCannotBeAreAFailure() {
        Box inside = new Box(0, 0, 10, 10);
        for (List<Detection> detections : List.of(
                List.<Detection>of(),
                List.of(new Detection("mouth", inside, 0.5), new Detection("mouth", inside, 0.5)),
                List.of(new Detection("mouth", inside, Double.NaN)),
                List.of(new Detection("mouth", inside, 1.01)),
                List.of(new Detection("mouth", inside, -0.01)),
                List.of(new Detection("mouth", new Box(-1, 0, 10, 10), 0.5)),
                List.of(new Detection("mouth", new Box(0, -1, 10, 10), 0.5)),
                List.of(new Detection("mouth", new Box(0, 0, 201, 10), 0.5)),
                List.of(new Detection("mouth", new Box(0, 0, 10, 101), 0.5)))) {
            assertThat(find(detector(() -> detections), MOUTH))
                    .isInstanceOfSatisfying(
                            CentralRegion.Unknown.class,
                            unknown -> assertThat(unknown.cause().kind()).isEqualTo(Failure.MODEL_UNFIT));
        }
        assertThat(find(detector(() -> List.of(new Detection("mouth", new Box(0, 0, 200, 100), 1))), MOUTH))
                .isInstanceOf(CentralRegion.Found.class);
    }

    @Property
    void everyCropIsInsideTheImageAndHoldsTheBox(
            @ForAll @IntRange(min = 0, max = 199) int x,
            @ForAll @IntRange(min = 0, max = 99) int y,
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 60) int height) {
        Box box = new Box(x, y, Math.min(200, x + width), Math.min(100, y + height));
        Box crop = find(new TableDetector().finds("mouth", box, 0.9), MOUTH).view();
        if (crop != null) {
            assertThat(crop.union(box)).isEqualTo(crop);
            assertThat(crop.union(IMAGE.bounds())).isEqualTo(IMAGE.bounds());
            assertThat(box.area()).isLessThan(200);
        }
    }

    private static CentralRegion find(ObjectDetector detector, Statement statement) {
        return find(detector, statement, Thresholds.PAPER);
    }

    private static CentralRegion find(ObjectDetector detector, Statement statement, Thresholds thresholds) {
        return Objects.requireNonNull(new Regions(detector, thresholds)
                .find(IMAGE, List.of(statement), new Cost())
                .get(statement));
    }

    private static ObjectDetector detector(Supplier<List<Detection>> detections) {
        return new ObjectDetector() {
            @Override
            public ModelIdentity identity() {
                return new ModelIdentity("supplied", "sha256:" + "3".repeat(64));
            }

            @Override
            public List<Detection> detect(RgbImage image, List<String> objects) {
                return detections.get();
            }

            @Override
            public OptionalDouble smallRegion() {
                return OptionalDouble.empty();
            }

            @Override
            public void close() {}
        };
    }
}
