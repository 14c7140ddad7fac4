package dev.clue.onnx;

import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ImageTextEncoderContract;

class ClipContractTest extends ImageTextEncoderContract {

    @Override
    protected ImageTextEncoder open() {
        return OnnxImageTextEncoder.open(
                "clip", Golden.path("clip"), EngineOptions.defaults().withThreads(1));
    }
}
