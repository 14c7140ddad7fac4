package dev.clue.onnx;

import java.util.List;
import java.util.Locale;

/**
 * How the weights of an ONNX file are stored, and the suffix that published model folders give such a file:
 * {@code decoder_model_merged_q4.onnx} is the four-bit one.
 */
public enum Precision {
    /** 32-bit floats. */
    FP32(""),
    /** 16-bit floats. */
    FP16("_fp16"),
    /** Four-bit weights in blocks, 32-bit activations. */
    Q4("_q4"),
    /** Four-bit weights in blocks, 16-bit activations. */
    Q4F16("_q4f16"),
    /** Four-bit weights in the bitsandbytes layout. */
    BNB4("_bnb4"),
    /** Signed 8-bit weights, activations quantised as they come: answers depend on what else is in the run. */
    INT8("_int8"),
    /** Unsigned 8-bit weights, activations quantised as they come: answers depend on what else is in the run. */
    UINT8("_uint8"),
    /** 8-bit weights as the exporter saw fit, activations quantised as they come. */
    QUANTIZED("_quantized");

    /**
     * Which file is taken where none is asked for: the most exact first, and those that quantise activations
     * last, because with them sharing a prefix changes the answers.
     */
    static final List<Precision> BY_EXACTNESS = List.of(FP32, FP16, Q4, Q4F16, BNB4, INT8, UINT8, QUANTIZED);

    private final String suffix;

    Precision(String suffix) {
        this.suffix = suffix;
    }

    /** As it is written on the command line: {@code q4}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands between a file's stem and {@code .onnx}. */
    public String suffix() {
        return suffix;
    }
}
