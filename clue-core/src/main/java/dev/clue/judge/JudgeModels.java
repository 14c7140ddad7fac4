package dev.clue.judge;

import dev.clue.model.ImageDomain;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.MultimodalModel;
import dev.clue.model.ObjectDetector;
import dev.clue.verdict.ImageVerdict;
import org.jspecify.annotations.Nullable;

/**
 * The models that judge together. Whoever made them closes them.
 *
 * @param vlm answers, reasons
 * @param encoder scans for relevant rules, or null: then every rule is examined
 * @param detector finds central regions, or null: then there is no region step
 * @param domain which images the models were made for, or null: any
 */
public record JudgeModels(
        MultimodalModel vlm,
        @Nullable ImageTextEncoder encoder,
        @Nullable ObjectDetector detector,
        @Nullable ImageDomain domain) {

    /** The models as a verdict names them. */
    public ImageVerdict.Models identities() {
        return new ImageVerdict.Models(
                vlm.identity(),
                encoder == null ? null : encoder.identity(),
                detector == null ? null : detector.identity());
    }
}
