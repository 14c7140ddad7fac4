package dev.clue.onnx;

import java.util.Optional;

/**
 * How models are loaded and run. The values that change answers ({@code precision}, {@code imageSplitting}) are part
 * of a model's digest.
 *
 * @param threads threads of one run inside the runtime, at least 1
 * @param precision which weights to take where a folder has several; empty: the most exact there is
 * @param imageSplitting whether a vision-language model also sees the image in tiles at full resolution; empty: as
 *     the folder's {@code preprocessor_config.json} says
 * @param asking how several questions are put to the decoder
 * @param packSize the most questions in one run, at least 1
 */
public record EngineOptions(
        int threads, Optional<Precision> precision, Optional<Boolean> imageSplitting, Asking asking, int packSize) {

    /** Questions in one run: the fastest for a decoder of the size of SmolVLM-256M, and as good as others for small ones. */
    public static final int DEFAULT_PACK_SIZE = 8;

    /** @throws IllegalArgumentException if a number is below 1 */
    public EngineOptions {
        if (threads < 1 || packSize < 1) {
            throw new IllegalArgumentException("threads and packSize must be 1 or more: " + threads + ", " + packSize);
        }
    }

    /** As many threads as there are processors, everything else as the model folder has it. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                Optional.empty(),
                Asking.AUTOMATIC,
                DEFAULT_PACK_SIZE);
    }

    /** The same with this many threads. */
    public EngineOptions withThreads(int count) {
        return new EngineOptions(count, precision, imageSplitting, asking, packSize);
    }

    /** The same with these weights. */
    public EngineOptions withPrecision(Precision wanted) {
        return new EngineOptions(threads, Optional.of(wanted), imageSplitting, asking, packSize);
    }

    /** The same with image splitting on or off, whatever the folder says. */
    public EngineOptions withImageSplitting(boolean split) {
        return new EngineOptions(threads, precision, Optional.of(split), asking, packSize);
    }

    /** The same with another way of asking. */
    public EngineOptions withAsking(Asking way) {
        return new EngineOptions(threads, precision, imageSplitting, way, packSize);
    }

    /** The same with at most this many questions in one run. */
    public EngineOptions withPackSize(int questions) {
        return new EngineOptions(threads, precision, imageSplitting, asking, questions);
    }
}
