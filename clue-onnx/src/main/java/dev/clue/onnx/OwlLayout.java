package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;

/** How a detector sees an image, and where a box that it gives lies in the image. */
sealed interface OwlLayout {

    /** Width and height of what the detector sees. */
    int side();

    /** The image as [3, side, side]. */
    float[] pixels(RgbImage image);

    /** Pixels of the image that correspond to the full width of what the detector sees. */
    int spanX(RgbImage image);

    /** Pixels of the image that correspond to its full height. */
    int spanY(RgbImage image);

    /** OWL-ViT: squashed to a square. */
    record Squashed(int side, ResamplingFilter filter, Normalisation normalisation) implements OwlLayout {

        @Override
        public float[] pixels(RgbImage image) {
            return normalisation.apply(Resize.to(image, side, side, filter));
        }

        @Override
        public int spanX(RgbImage image) {
            return image.width();
        }

        @Override
        public int spanY(RgbImage image) {
            return image.height();
        }
    }

    /** OWLv2: padded to a square with grey, then resized. */
    record Padded(int side, Normalisation normalisation) implements OwlLayout {

        private static final int LEVELS = 255;

        @Override
        public float[] pixels(RgbImage image) {
            float[] values = SmoothResize.square(image, side);
            for (int i = 0; i < values.length; i++) {
                values[i] = normalisation.apply((double) values[i] * LEVELS, i / (side * side));
            }
            return values;
        }

        @Override
        public int spanX(RgbImage image) {
            return Math.max(image.width(), image.height());
        }

        @Override
        public int spanY(RgbImage image) {
            return Math.max(image.width(), image.height());
        }
    }

    /** As the architecture and {@code preprocessor_config.json} say. */
    static OwlLayout of(ConfigFile config, ConfigFile preprocessor) {
        Normalisation normalisation =
                Normalisation.of(preprocessor, Normalisation.CLIP_MEAN, Normalisation.CLIP_DEVIATION);
        int side = Sizes.square(preprocessor, "size");
        String architecture = config.text("model_type").orElse("");
        return switch (architecture) {
            case "owlvit" ->
                new Squashed(side, ResamplingFilter.of(preprocessor, ResamplingFilter.BICUBIC), normalisation);
            case "owlv2" -> new Padded(side, normalisation);
            default ->
                throw new ModelUnfitException(config.path() + ": the architecture is \"" + architecture
                        + "\", but as an object detector clue runs owlvit and owlv2 only.");
        };
    }
}
