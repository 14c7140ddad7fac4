package dev.clue.onnx;

import dev.clue.image.RgbImage;

/**
 * From levels 0 to 255 to the numbers that a vision tower takes: (level * scale - mean) / deviation, a channel at a
 * time.
 */
final class Normalisation {

    /** What CLIP and the detectors built on it were trained with. */
    static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};

    static final double[] CLIP_DEVIATION = {0.26862954, 0.26130258, 0.27577711};

    /** What SigLIP and Idefics3 were trained with. */
    static final double[] HALF = {0.5, 0.5, 0.5};

    private static final double LEVEL = 1.0 / 255;

    private final double scale;
    private final double[] mean;
    private final double[] deviation;

    private Normalisation(double scale, double[] mean, double[] deviation) {
        this.scale = scale;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** As a {@code preprocessor_config.json} says. */
    static Normalisation of(ConfigFile config, double[] mean, double[] deviation) {
        boolean rescale = config.flag("do_rescale", true);
        boolean normalise = config.flag("do_normalize", true);
        return new Normalisation(
                rescale ? config.number("rescale_factor", LEVEL) : 1,
                normalise ? config.channels("image_mean", mean) : new double[3],
                normalise ? config.channels("image_std", deviation) : new double[] {1, 1, 1});
    }

    /** The image as [3, height, width]. */
    float[] apply(RgbImage image) {
        int area = image.width() * image.height();
        float[] values = new float[3 * area];
        float[] table = new float[256];
        byte[] bytes = image.bytes();
        for (int channel = 0; channel < 3; channel++) {
            for (int level = 0; level < 256; level++) {
                table[level] = apply(level, channel);
            }
            for (int i = 0; i < area; i++) {
                values[channel * area + i] = table[bytes[3 * i + channel] & 0xff];
            }
        }
        return values;
    }

    /** One sample, which need not be a whole level. */
    float apply(double level, int channel) {
        return (float) ((level * scale - mean[channel]) / deviation[channel]);
    }
}
