package dev.clue.onnx;

import dev.clue.onnx.hub.HubName;
import java.util.List;
import java.util.Optional;

/**
 * A published model that clue knows by a short name.
 *
 * @param name the short name
 * @param kind which of CLUE's models it is
 * @param repository where its ONNX files are
 * @param licence by its makers
 * @param fp32Bytes size of its graphs in full precision
 * @param memoryBytes what judging with it takes in full precision: an estimate
 * @param secondsAnImage time on two processor cores in full precision: an estimate
 */
public record PublishedModel(
        String name,
        ModelKind kind,
        HubName repository,
        String licence,
        long fp32Bytes,
        long memoryBytes,
        double secondsAnImage) {

    private static final double GIB = 1L << 30;

    /**
     * Every one. No published weights could be run where clue is built: sizes are the hub's, memory and seconds are
     * estimated as docs/models.md says.
     */
    public static final List<PublishedModel> ALL = List.of(
            of("smolvlm2-256m", ModelKind.VISION_LANGUAGE, "HuggingFaceTB/SmolVLM2-256M-Video-Instruct", 0.96, 1.5, 22),
            of("smolvlm2-500m", ModelKind.VISION_LANGUAGE, "HuggingFaceTB/SmolVLM2-500M-Video-Instruct", 1.88, 2.5, 26),
            of("clip-vit-b16", ModelKind.ENCODER, "Xenova/clip-vit-base-patch16", 0.56, 0.7, 0.7),
            of("siglip-b16", ModelKind.ENCODER, "Xenova/siglip-base-patch16-224", 0.76, 0.9, 0.2),
            of("siglip2-b16", ModelKind.ENCODER, "onnx-community/siglip2-base-patch16-224-ONNX", 1.40, 1.5, 0.2),
            of("owlvit-b32", ModelKind.DETECTOR, "Xenova/owlvit-base-patch32", 0.57, 0.8, 0.6),
            of("owlv2-b16", ModelKind.DETECTOR, "Xenova/owlv2-base-patch16-ensemble", 0.57, 2.0, 5.5));

    private static PublishedModel of(
            String name, ModelKind kind, String repository, double gib, double memoryGib, double seconds) {
        return new PublishedModel(
                name,
                kind,
                new HubName(repository, HubName.MAIN),
                name.startsWith("clip") ? "MIT" : "Apache-2.0",
                (long) (gib * GIB),
                (long) (memoryGib * GIB),
                seconds);
    }

    /** The one of this short name. */
    public static Optional<PublishedModel> named(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }
}
