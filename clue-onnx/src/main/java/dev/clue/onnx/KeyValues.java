package dev.clue.onnx;

import ai.onnxruntime.OnnxTensor;
import java.util.Map;

/**
 * What a decoder remembers of the tokens it has read: a key and a value tensor a layer, in native memory. Never
 * modified, so several runs may read it at once.
 *
 * @param length tokens read
 * @param tensors by the name of the input that takes them
 */
record KeyValues(int length, Map<String, OnnxTensor> tensors) implements AutoCloseable {

    KeyValues {
        tensors = Map.copyOf(tensors);
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : tensors.values()) {
            if (!tensor.isClosed()) {
                tensor.close();
            }
        }
    }
}
