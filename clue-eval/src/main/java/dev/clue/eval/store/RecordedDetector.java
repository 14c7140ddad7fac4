package dev.clue.eval.store;

import dev.clue.error.ModelUnfitException;
import dev.clue.eval.store.CallStore.Timed;
import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import dev.clue.model.ModelIdentity;
import dev.clue.model.ObjectDetector;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * An object detector whose boxes are kept.
 *
 * @param detector who looks for what is missing
 * @param store where boxes are kept
 */
public record RecordedDetector(ObjectDetector detector, CallStore store) implements ObjectDetector {

    @Override
    public ModelIdentity identity() {
        return detector.identity();
    }

    @Override
    public List<Detection> detect(RgbImage image, List<String> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        String view = image.sha256();
        Map<String, Detection> known = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String object : objects) {
            store.replay(Call.Detected.class, key(view, object))
                    .ifPresentOrElse(
                            call -> known.put(object, new Detection(object, call.box(), call.score())),
                            () -> missing.add(object));
        }
        if (!missing.isEmpty()) {
            known.putAll(compute(image, view, List.copyOf(missing)));
        }
        return objects.stream().map(known::get).map(Objects::requireNonNull).toList();
    }

    @Override
    public OptionalDouble smallRegion() {
        return detector.smallRegion();
    }

    /** Closes the detector; the store stays open. */
    @Override
    public void close() {
        detector.close();
    }

    private Map<String, Detection> compute(RgbImage image, String view, List<String> objects) {
        Timed<List<Detection>> boxes = Timed.of(() -> detector.detect(image, objects));
        if (boxes.result().size() != objects.size()) {
            throw new ModelUnfitException("the detector gave " + boxes.result().size() + " boxes for " + objects.size()
                    + " objects; use another detector or repair this one");
        }
        Map<String, Detection> computed = new LinkedHashMap<>();
        Map<String, Call.Detected> calls = new LinkedHashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            Detection detection = boxes.result().get(i);
            calls.put(
                    key(view, objects.get(i)),
                    new Call.Detected(detection.box(), detection.score(), boxes.millis() / objects.size()));
            computed.put(objects.get(i), detection);
        }
        store.keep(calls);
        return computed;
    }

    private String key(String view, String object) {
        return CallStore.key("object", identity().digest(), view, object);
    }
}
