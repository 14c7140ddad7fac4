package dev.clue.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * What the folders leave out of how CLUE judges, one sentence each: a missing model, or a setting for which the
     * paper's value stands in.
     */
    public List<String> omissions() {
        List<String> omissions = new ArrayList<>();
        if (encoder == null) {
            omissions.add(name + " has no image-text encoder: there is no relevance scan, every rule is examined");
        } else if (Settings.of(new ModelFolder(encoder)).relevanceThreshold().isEmpty()) {
            omissions.add(encoder.resolve(Settings.FILE) + " gives no relevance_threshold: unless one is asked for, "
                    + OnnxImageTextEncoder.CLIP_THRESHOLD + " is used with CLIP and "
                    + OnnxImageTextEncoder.SIGLIP_THRESHOLD + " with SigLIP");
        }
        if (detector == null) {
            omissions.add(name + " has no object detector: there is no region step");
        } else if (Settings.of(new ModelFolder(detector)).queryTemplate().isEmpty()) {
            omissions.add(detector.resolve(Settings.FILE) + " gives no query_template: \"" + OnnxObjectDetector.QUERY
                    + "\" is asked");
        }
        return omissions;
    }

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
