package dev.clue.eval.calibration;

import dev.clue.constitution.Constitution;
import dev.clue.eval.data.LabelledImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a labelled set that a bound can be learned from, as far as their labels say.
 *
 * @param images those that it can be learned from
 * @param leftOut why it cannot from the others, one line each
 */
public record LearnableImages(List<LabelledImage> images, List<String> leftOut) {

    /** Copies the lists. */
    public LearnableImages {
        images = List.copyOf(images);
        leftOut = List.copyOf(leftOut);
    }

    /** Leaves out images that are unsafe by no rule of the constitution: no threshold of its rules finds them. */
    public static LearnableImages of(Constitution constitution, List<LabelledImage> images) {
        List<LabelledImage> learnable = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (LabelledImage image : images) {
            if (LabelledViolations.byNoRule(constitution, image)) {
                leftOut.add(byNoRule(constitution, image));
            } else {
                learnable.add(image);
            }
        }
        return new LearnableImages(learnable, leftOut);
    }

    static String byNoRule(Constitution constitution, LabelledImage image) {
        return image.source().uri() + ": its labels say unsafe, but by no rule of the constitution '"
                + constitution.id() + "'";
    }
}
