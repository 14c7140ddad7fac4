package dev.clue.onnx;

import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import dev.clue.model.ModelIdentity;
import dev.clue.model.ObjectDetector;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/** A detector that is still being opened. */
final class LaterDetector implements ObjectDetector {

    private final CompletableFuture<OnnxObjectDetector> opening;

    LaterDetector(CompletableFuture<OnnxObjectDetector> opening) {
        this.opening = opening;
    }

    @Override
    public ModelIdentity identity() {
        return OnnxModels.await(opening).identity();
    }

    @Override
    public List<Detection> detect(RgbImage image, List<String> objects) {
        return OnnxModels.await(opening).detect(image, objects);
    }

    @Override
    public OptionalDouble smallRegion() {
        return OnnxModels.await(opening).smallRegion();
    }

    @Override
    public void close() {
        opening.handle((detector, failure) -> {
                    if (failure == null) {
                        detector.close();
                    }
                    return "";
                })
                .join();
    }
}
