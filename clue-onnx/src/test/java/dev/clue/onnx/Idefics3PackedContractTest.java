package dev.clue.onnx;

import dev.clue.model.MultimodalModel;
import dev.clue.model.MultimodalModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class Idefics3PackedContractTest extends MultimodalModelContract {

    @TempDir
    static Path temp;

    @Override
    protected MultimodalModel open() {
        return TinyIdefics3.open(
                temp, "gqa_packed.onnx", EngineOptions.defaults().withThreads(1));
    }
}
