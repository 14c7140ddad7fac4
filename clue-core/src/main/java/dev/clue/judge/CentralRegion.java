package dev.clue.judge;

import dev.clue.image.Box;
import dev.clue.verdict.Failure;
import org.jspecify.annotations.Nullable;

/** What is known about the central region of a statement, paper section 3.4. */
sealed interface CentralRegion {

    /**
     * There is one.
     *
     * @param box in pixels of the image
     * @param confidence the detector's, 0 to 1
     * @param crop what the model looks at instead of the image, because the region is small; around {@code box};
     *     or null
     */
    record Found(Box box, double confidence, @Nullable Box crop) implements CentralRegion {

        /** The box in pixels of what the model looks at. */
        Box boxInView() {
            return crop == null
                    ? box
                    : new Box(
                            box.left() - crop.left(),
                            box.top() - crop.top(),
                            box.right() - crop.left(),
                            box.bottom() - crop.top());
        }
    }

    /** The statement names no object, none was found, or there is no detector. */
    record None() implements CentralRegion {}

    /** The detector failed. */
    record Unknown(Failure cause) implements CentralRegion {}

    /** The crop that replaces the image, or null for the image itself. */
    default @Nullable Box view() {
        return this instanceof Found found ? found.crop() : null;
    }
}
