package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;

/** The convolution filters that image processors resize with, by the numbers Pillow gives them. */
enum ResamplingFilter {
    /** Windowed sinc over six samples, Pillow's 1. */
    LANCZOS(1, 3.0) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            return distance < support() ? sinc(distance) * sinc(distance / support()) : 0;
        }
    },
    /** A triangle over two samples, Pillow's 2. */
    BILINEAR(2, 1.0) {
        @Override
        double weight(double x) {
            return Math.max(0, 1 - Math.abs(x));
        }
    },
    /** The Catmull-Rom cubic over four samples, Pillow's 3. */
    BICUBIC(3, 2.0) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            if (distance < 1) {
                return (1.5 * distance - 2.5) * distance * distance + 1;
            }
            if (distance < 2) {
                return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
            }
            return 0;
        }
    };

    private final int number;
    private final double support;

    ResamplingFilter(int number, double support) {
        this.number = number;
        this.support = support;
    }

    /** The weight of a sample at a distance from the centre, in samples. */
    abstract double weight(double x);

    /** The distance at which the weight has become 0. */
    double support() {
        return support;
    }

    /** The filter that a {@code preprocessor_config.json} asks for. */
    static ResamplingFilter of(ConfigFile config, ResamplingFilter ifAbsent) {
        int wanted = config.optionalInt("resample").orElse(ifAbsent.number);
        for (ResamplingFilter filter : values()) {
            if (filter.number == wanted) {
                return filter;
            }
        }
        throw new ModelUnfitException(
                config.path() + ": \"resample\" is " + wanted
                        + ", but only 1 (Lanczos), 2 (bilinear) and 3 (bicubic) are known. Restore the published file, or take another model.");
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
