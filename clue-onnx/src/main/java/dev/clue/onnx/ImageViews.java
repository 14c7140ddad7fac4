package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import java.util.List;

/** The square views of an image that an image-text encoder is shown. */
sealed interface ImageViews {

    /** Width and height of every view. */
    int side();

    /** At least one view; the first is the reference's own. */
    List<RgbImage> of(RgbImage image);

    /** As SigLIP's processor: the whole image, its proportions given up. */
    record Squashed(int side, ResamplingFilter filter) implements ImageViews {

        @Override
        public List<RgbImage> of(RgbImage image) {
            return List.of(Resize.to(image, side, side, filter));
        }
    }

    /**
     * As CLIP's processor: the shortest edge resized, the centre cut out. What lies at the ends of a long image would
     * not be seen, and a relevance scan that overlooks it drops the rule: so a long image is also shown squashed, and cut
     * out at both ends.
     *
     * @param shortestEdge what the shorter side is resized to, at least {@code side}
     */
    record CentreCropped(int shortestEdge, int side, ResamplingFilter filter) implements ImageViews {

        /** Longest by shortest side from which an image counts as long: the centre crop misses a tenth of it. */
        private static final double LONG = 1.1;

        @Override
        public List<RgbImage> of(RgbImage image) {
            int shorter = Math.min(image.width(), image.height());
            int longer = Math.max(image.width(), image.height());
            int length = (int) ((long) shortestEdge * longer / shorter);
            boolean upright = image.height() > image.width();
            int width = upright ? shortestEdge : length;
            int height = upright ? length : shortestEdge;
            RgbImage centre = cut(image, width, height, (width - side) / 2, (height - side) / 2);
            if (longer < LONG * shorter) {
                return List.of(centre);
            }
            int across = (shortestEdge - side) / 2;
            return List.of(
                    centre,
                    Resize.to(image, side, side, filter),
                    cut(image, width, height, upright ? across : 0, upright ? 0 : across),
                    cut(image, width, height, upright ? across : width - side, upright ? height - side : across));
        }

        private RgbImage cut(RgbImage image, int width, int height, int left, int top) {
            return Resize.part(image, width, height, filter, new Box(left, top, left + side, top + side));
        }
    }

    /** As CLIP's {@code preprocessor_config.json} says. */
    static ImageViews cropped(ConfigFile config) {
        int edge = Sizes.shortestEdge(config, "size");
        int side = Sizes.square(config, "crop_size");
        if (side > edge) {
            throw new ModelUnfitException(config.path() + ": crop_size " + side + " is larger than size " + edge
                    + ", so views would have empty margins. Restore the published file.");
        }
        return new CentreCropped(edge, side, ResamplingFilter.of(config, ResamplingFilter.BICUBIC));
    }

    /** As SigLIP's {@code preprocessor_config.json} says. */
    static ImageViews squashed(ConfigFile config) {
        return new Squashed(Sizes.square(config, "size"), ResamplingFilter.of(config, ResamplingFilter.BICUBIC));
    }
}
