package dev.clue.onnx;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of CLUE's three models a folder holds, by the architecture that its {@code config.json} names. */
public enum ModelKind {
    /** Answers questions about an image, and reasons. */
    VISION_LANGUAGE("vision-language model"),
    /** Says how similar a text is to an image: the relevance scan. */
    ENCODER("image-text encoder"),
    /** Finds objects by name: central regions. */
    DETECTOR("object detector");

    /** Every architecture that clue runs, for messages. */
    static final String ARCHITECTURES = "idefics3, smolvlm, clip, siglip, owlvit, owlv2";

    private final String words;

    ModelKind(String words) {
        this.words = words;
    }

    /** Such as {@code object detector}. */
    public String words() {
        return words;
    }

    /** The stems of the graphs that it needs. */
    List<String> graphs() {
        return switch (this) {
            case VISION_LANGUAGE -> List.of("vision_encoder", "embed_tokens", "decoder_model_merged");
            case ENCODER -> List.of("vision_model", "text_model");
            case DETECTOR -> List.of("model");
        };
    }

    /** The stems of graphs that are used if they are there. */
    List<String> optionalGraphs() {
        return switch (this) {
            case VISION_LANGUAGE -> List.of("decoder_packed");
            case ENCODER -> List.of("domain");
            case DETECTOR -> List.of();
        };
    }

    /** By {@code model_type}; empty if clue runs no such architecture. */
    static Optional<ModelKind> of(ConfigFile config) {
        return switch (config.text("model_type").orElse("").toLowerCase(Locale.ROOT)) {
            case "idefics3", "smolvlm" -> Optional.of(VISION_LANGUAGE);
            case "clip", "siglip" -> Optional.of(ENCODER);
            case "owlvit", "owlv2" -> Optional.of(DETECTOR);
            default -> Optional.empty();
        };
    }
}
