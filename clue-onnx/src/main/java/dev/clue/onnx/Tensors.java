package dev.clue.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Makes tensors from arrays and arrays from tensors. Who makes a tensor closes it. */
final class Tensors {

    private Tensors() {}

    static OnnxTensor longs(long[] values, long... shape) {
        return made(() -> OnnxTensor.createTensor(Graph.environment(), LongBuffer.wrap(values), shape));
    }

    static OnnxTensor longScalar(long value) {
        return made(() -> OnnxTensor.createTensor(Graph.environment(), value));
    }

    /** @param half whether to store the numbers in 16 bits */
    static OnnxTensor floats(float[] values, boolean half, long... shape) {
        if (!half) {
            return made(() -> OnnxTensor.createTensor(Graph.environment(), FloatBuffer.wrap(values), shape));
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(2 * values.length).order(ByteOrder.nativeOrder());
        for (float value : values) {
            buffer.putShort(Float.floatToFloat16(value));
        }
        buffer.flip();
        return made(() -> OnnxTensor.createTensor(Graph.environment(), buffer, shape, OnnxJavaType.FLOAT16));
    }

    /** All true or all false. */
    static OnnxTensor flags(boolean value, long... shape) {
        int count = Math.toIntExact(count(shape));
        ByteBuffer buffer = ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
        for (int i = 0; i < count; i++) {
            buffer.put((byte) (value ? 1 : 0));
        }
        buffer.flip();
        return made(() -> OnnxTensor.createTensor(Graph.environment(), buffer, shape, OnnxJavaType.BOOL));
    }

    /** The numbers of a tensor, half precision widened. */
    static float[] toFloats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer == null) {
            throw new IllegalStateException("no floating-point tensor: " + tensor.getInfo());
        }
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    static long count(long[] shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return count;
    }

    private interface Maker {
        OnnxTensor make() throws OrtException;
    }

    private static OnnxTensor made(Maker maker) {
        try {
            return maker.make();
        } catch (OrtException e) {
            throw new IllegalStateException("a tensor could not be made: " + e.getMessage(), e);
        }
    }
}
