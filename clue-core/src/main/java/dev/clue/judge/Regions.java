package dev.clue.judge;

import dev.clue.constitution.Statement;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import dev.clue.model.ObjectDetector;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Central regions, paper section 3.4: the best box of an open-vocabulary detector for the objects that a statement
 * names, and the crop that replaces the image where that box is small. The detector runs once for the objects of
 * all statements; the paper does not say when it runs, but a crop can only help if it is taken before the score.
 */
final class Regions {

    private static final CentralRegion NONE = new CentralRegion.None();

    private final @Nullable ObjectDetector detector;
    private final Thresholds thresholds;
    private final double small;

    Regions(@Nullable ObjectDetector detector, Thresholds thresholds) {
        this.detector = detector;
        this.thresholds = thresholds;
        this.small = thresholds.smallRegionFor(detector);
    }

    /** The central region of each statement. */
    Map<Statement, CentralRegion> find(RgbImage image, Collection<Statement> statements, Cost cost) {
        Set<String> objects = new LinkedHashSet<>();
        statements.forEach(statement -> objects.addAll(statement.objects()));
        Map<Statement, CentralRegion> regions = new LinkedHashMap<>();
        if (detector == null || objects.isEmpty()) {
            statements.forEach(statement -> regions.put(statement, NONE));
            return regions;
        }
        try {
            Map<String, Detection> best = cost.time(Cost.REGIONS, () -> detect(detector, image, List.copyOf(objects)));
            statements.forEach(statement -> regions.put(statement, central(image, statement, best)));
        } catch (RuntimeException e) {
            CentralRegion unknown = new CentralRegion.Unknown(Failures.of(e));
            statements.forEach(
                    statement -> regions.put(statement, statement.objects().isEmpty() ? NONE : unknown));
        }
        return regions;
    }

    private static Map<String, Detection> detect(ObjectDetector detector, RgbImage image, List<String> objects) {
        List<Detection> detections = detector.detect(image, objects);
        if (detections.size() != objects.size()) {
            throw new ModelUnfitException("the detector gave " + detections.size() + " boxes for " + objects.size()
                    + " objects; use another detector or repair this one");
        }
        Map<String, Detection> best = new HashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            requireUsable(detections.get(i), image);
            best.put(objects.get(i), detections.get(i));
        }
        return best;
    }

    private CentralRegion central(RgbImage image, Statement statement, Map<String, Detection> best) {
        List<Detection> found = statement.objects().stream()
                .map(object -> Objects.requireNonNull(best.get(object)))
                .filter(detection -> detection.score() > thresholds.boxConfidence())
                .toList();
        Optional<Detection> central = found.stream().max(Comparator.comparingDouble(Detection::score));
        if (central.isEmpty()) {
            return NONE;
        }
        boolean whole = found.size() < statement.objects().size() || Amounts.named(statement.text());
        Box around = found.stream().map(Detection::box).reduce(Box::union).orElseThrow();
        return new CentralRegion.Found(central.get().box(), central.get().score(), whole ? null : crop(image, around));
    }

    /**
     * A square around a small box, as large as the image allows; null where the box is not small or the square is
     * the image. Of several objects the box is the union, and all must have been found: a crop of one of them
     * would destroy what is between them. Nor is anything cropped where things are counted, see {@link Amounts}.
     */
    private @Nullable Box crop(RgbImage image, Box box) {
        if (box.area() >= small * image.bounds().area()) {
            return null;
        }
        double side = thresholds.cropScale() * Math.max(box.width(), box.height());
        int width = (int) Math.min(image.width(), Math.round(side));
        int height = (int) Math.min(image.height(), Math.round(side));
        int left = start(box.left(), box.right(), width, image.width());
        int top = start(box.top(), box.bottom(), height, image.height());
        Box square = new Box(left, top, left + width, top + height);
        return square.equals(image.bounds()) ? null : square;
    }

    /** Where a stretch of the given length around [from, to) starts so that it stays inside [0, limit). */
    private static int start(int from, int to, int length, int limit) {
        return Math.clamp(Math.floorDiv(from + to - length, 2), 0, limit - length);
    }

    private static void requireUsable(Detection detection, RgbImage image) {
        Box box = detection.box();
        boolean inside =
                box.left() >= 0 && box.top() >= 0 && box.right() <= image.width() && box.bottom() <= image.height();
        if (!inside || !(detection.score() >= 0 && detection.score() <= 1)) {
            throw new ModelUnfitException("the detector gave " + box + " with confidence " + detection.score()
                    + " for \"" + detection.object() + "\" in an image of " + image.width() + " x "
                    + image.height() + "; use another detector or repair this one");
        }
    }
}
