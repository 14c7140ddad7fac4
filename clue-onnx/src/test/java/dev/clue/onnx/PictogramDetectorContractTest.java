package dev.clue.onnx;

import dev.clue.model.ObjectDetector;
import dev.clue.model.ObjectDetectorContract;

class PictogramDetectorContractTest extends ObjectDetectorContract {

    @Override
    protected ObjectDetector open() {
        return OnnxObjectDetector.open(
                "pictogram",
                Pictogram.folder("detector"),
                EngineOptions.defaults().withThreads(1));
    }
}
