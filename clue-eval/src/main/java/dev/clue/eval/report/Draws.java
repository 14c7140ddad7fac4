package dev.clue.eval.report;

import dev.clue.eval.data.LabelledImage;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a bootstrap draws: images that were made or chosen together, such as the two of a minimal pair, are drawn
 * together, because they are not two independent observations.
 *
 * @param pairs groups of two images or more
 * @param singles images by themselves
 */
public record Draws(int pairs, int singles) {

    /** Counts them. */
    public static Draws of(List<LabelledImage> images) {
        Collection<Long> sizes = images.stream()
                .collect(Collectors.groupingBy(LabelledImage::cluster, Collectors.counting()))
                .values();
        int pairs = (int) sizes.stream().filter(size -> size > 1).count();
        return new Draws(pairs, sizes.size() - pairs);
    }

    /** Such as {@code 700 pairs and 3 single images}. */
    public String words() {
        if (pairs == 0) {
            return Numbers.of(singles, "image");
        }
        return Numbers.of(pairs, "pair") + " of images"
                + (singles == 0 ? "" : " and " + Numbers.of(singles, "single image"));
    }
}
