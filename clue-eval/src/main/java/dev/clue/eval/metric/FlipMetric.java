package dev.clue.eval.metric;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How well a judge follows its policy, on images that were judged under several: the verdict should change with the
 * policy, and only with it. Each is a share from 0 to 1, 1 is best. What is undecided is not right, follows no change,
 * and keeps no verdict.
 */
public enum FlipMetric {
    /** Of all pairs of an image and a policy, those judged right. */
    RIGHT("right") {
        @Override
        public Measured<Double> of(List<UnderPolicies> images) {
            return share(
                    images,
                    UnderPolicies::right,
                    image -> image.policies().size(),
                    "the share of pairs judged right needs an image: there is none");
        }
    },
    /** Of all images, those judged right under every policy. */
    RIGHT_UNDER_ALL("right_under_all") {
        @Override
        public Measured<Double> of(List<UnderPolicies> images) {
            return share(
                    images,
                    image -> image.rightUnderAll() ? 1 : 0,
                    image -> 1,
                    "the share of images right under all policies needs an image: there is none");
        }
    },
    /** Of all pairs of policies that label an image differently, those whose verdicts differ in the same way. */
    CHANGE_FOLLOWED("change_followed") {
        @Override
        public Measured<Double> of(List<UnderPolicies> images) {
            return share(
                    images,
                    image -> image.changes().followed(),
                    image -> image.changes().differing(),
                    "the share of changes followed needs an image whose labels differ between policies: there is none");
        }
    },
    /** Of all pairs of policies that label an image alike, those whose verdicts are the same, right or not. */
    VERDICT_KEPT("verdict_kept") {
        @Override
        public Measured<Double> of(List<UnderPolicies> images) {
            return share(
                    images,
                    image -> image.changes().kept(),
                    image -> image.changes().agreeing(),
                    "the share of verdicts kept needs an image with the same label under two policies: there is none");
        }
    };

    private final String key;

    FlipMetric(String key) {
        this.key = key;
    }

    /** Its name in files: lower case, stable. */
    public String key() {
        return key;
    }

    /** Its value on these images. */
    public abstract Measured<Double> of(List<UnderPolicies> images);

    /**
     * The share of images judged right under one of the policies.
     *
     * @param policy its place, from 0
     */
    public static Measured<Double> rightUnder(int policy, List<UnderPolicies> images) {
        return share(
                images,
                image -> image.policies().get(policy).right() ? 1 : 0,
                image -> 1,
                "the share of images judged right needs an image: there is none");
    }

    private static Measured<Double> share(
            List<UnderPolicies> images,
            ToIntFunction<UnderPolicies> some,
            ToIntFunction<UnderPolicies> all,
            String needed) {
        int of = images.stream().mapToInt(all).sum();
        return of == 0
                ? Measured.undefined(needed)
                : Measured.of((double) images.stream().mapToInt(some).sum() / of);
    }
}
