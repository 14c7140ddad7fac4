package dev.clue.onnx;

import dev.clue.model.ObjectDetector;
import dev.clue.model.ObjectDetectorContract;

class Owlv2ContractTest extends ObjectDetectorContract {

    @Override
    protected ObjectDetector open() {
        return OnnxObjectDetector.open(
                "owlv2", Golden.path("owlv2"), EngineOptions.defaults().withThreads(1));
    }
}
