package dev.clue.cli.option;

import dev.clue.error.ConfigurationException;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an image may cost, each limit an option; messages name the limits as {@link ImageLimits} does. */
public final class LimitOptions {

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "maxBytes: larger files are not judged (default: 67108864).")
    private @Nullable Long maxBytes;

    @Option(
            names = "--max-side",
            paramLabel = "PIXELS",
            description = "maxSide: wider or higher images are not judged (default: 32768).")
    private @Nullable Integer maxSide;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description = "maxPixels: images, and frames, of more pixels are not judged (default: 67108864).")
    private @Nullable Long maxPixels;

    @Option(
            names = "--max-frames",
            paramLabel = "N",
            description = "maxFrames: animations of more frames are not judged (default: 500).")
    private @Nullable Integer maxFrames;

    @Option(
            names = "--max-total-pixels",
            paramLabel = "N",
            description = "maxTotalPixels: animations of more pixels in all are not judged (default: 1073741824).")
    private @Nullable Long maxTotalPixels;

    /**
     * An intake with these options applied.
     *
     * @param base what is used where no option is given
     * @throws ConfigurationException if a limit is outside its range
     */
    public ImageIntake over(ImageIntake base) {
        ImageLimits limits = base.limits();
        return new ImageIntake(new ImageLimits(
                chosen("--max-bytes", maxBytes, limits.maxBytes(), ImageLimits.LARGEST_ARRAY),
                (int) chosen("--max-side", maxSide, limits.maxSide(), Integer.MAX_VALUE),
                chosen("--max-pixels", maxPixels, limits.maxPixels(), ImageLimits.MOST_PIXELS),
                (int) chosen("--max-frames", maxFrames, limits.maxFrames(), Integer.MAX_VALUE),
                chosen("--max-total-pixels", maxTotalPixels, limits.maxTotalPixels(), Long.MAX_VALUE)));
    }

    private static long chosen(String option, @Nullable Number given, long otherwise, long most) {
        long limit = given == null ? otherwise : given.longValue();
        if (limit < 1 || limit > most) {
            throw new ConfigurationException(
                    option + ": an image limit must be at least 1 and at most " + most + ", but is " + limit);
        }
        return limit;
    }
}
