package dev.clue.onnx;

import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ImageTextEncoderContract;

class PictogramEncoderContractTest extends ImageTextEncoderContract {

    @Override
    protected ImageTextEncoder open() {
        return OnnxImageTextEncoder.open(
                "pictogram",
                Pictogram.folder("encoder"),
                EngineOptions.defaults().withThreads(1));
    }
}
