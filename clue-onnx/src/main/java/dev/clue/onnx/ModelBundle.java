package dev.clue.onnx;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folders of models that judge together, each in the layout in which such models are published.
 *
 * @param name what the user calls them
 * @param vlm a vision-language model
 * @param encoder an image-text encoder, or null: every rule is examined
 * @param detector an object detector, or null: there is no region step
 * @param domain a folder with {@code domain.json}, the encoder's, or null: any image is judged
 */
public record ModelBundle(
        String name,
        Path vlm,
        @Nullable Path encoder,
        @Nullable Path detector,
        @Nullable Path domain) {

    /** The same with another encoder, or with none. */
    public ModelBundle withEncoder(@Nullable Path folder) {
        return new ModelBundle(name, vlm, folder, detector, domain);
    }

    /** The same with another detector, or with none. */
    public ModelBundle withDetector(@Nullable Path folder) {
        return new ModelBundle(name, vlm, encoder, folder, domain);
    }

    /** The same for any image. */
    public ModelBundle withoutDomain() {
        return new ModelBundle(name, vlm, encoder, detector, null);
    }
}
