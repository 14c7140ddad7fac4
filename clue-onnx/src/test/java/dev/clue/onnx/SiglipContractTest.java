package dev.clue.onnx;

import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ImageTextEncoderContract;

class SiglipContractTest extends ImageTextEncoderContract {

    @Override
    protected ImageTextEncoder open() {
        return OnnxImageTextEncoder.open(
                "siglip", Golden.path("siglip"), EngineOptions.defaults().withThreads(1));
    }
}
