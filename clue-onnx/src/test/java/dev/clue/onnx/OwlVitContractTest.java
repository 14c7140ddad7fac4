package dev.clue.onnx;

import dev.clue.model.ObjectDetector;
import dev.clue.model.ObjectDetectorContract;

class OwlVitContractTest extends ObjectDetectorContract {

    @Override
    protected ObjectDetector open() {
        return OnnxObjectDetector.open(
                "owlvit", Golden.path("owlvit"), EngineOptions.defaults().withThreads(1));
    }
}
