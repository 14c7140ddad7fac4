package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Expected: numpy on the same images and resamples; see {@link Golden}. */
class FlipMetricTest {

    private static final JsonNode GOLDEN = Golden.pairs("policies");
    private static final List<UnderPolicies> IMAGES = images();
    private static final List<String> PAIRS = Golden.strings(GOLDEN.get("pairs"));
    private static final Bootstrap BOOTSTRAP = new Bootstrap(
            Golden.pairs("seed").asLong(), Golden.pairs("resamples").asInt(), 0.95);

    @ParameterizedTest
    @EnumSource
    void isWhatNumpyCounts(FlipMetric metric) {
        matches(BOOTSTRAP.estimate(IMAGES, PAIRS, metric::of), metric.key());
        List<UnderPolicies> alike =
                IMAGES.stream().map(UnderPolicies::withOneVerdict).toList();
        assertThat(metric.of(alike).optional().orElseThrow())
                .isCloseTo(GOLDEN.get("one_verdict").get(metric.key()).asDouble(), within(1e-12));
    }

    @Test
    void eachPolicyHasItsShare() {
        for (int policy = 0; policy < 3; policy++) {
            int place = policy;
            matches(
                    BOOTSTRAP.estimate(
                            IMAGES, PAIRS, (List<UnderPolicies> drawn) -> FlipMetric.rightUnder(place, drawn)),
                    "right_under_" + policy);
        }
    }

    @Test
    void whatIsUndecidedFollowsNoChangeAndKeepsNoVerdict() {
        List<UnderPolicies> undecided = List.of(
                new UnderPolicies(List.of(scored(true, null), scored(false, false))),
                new UnderPolicies(List.of(scored(true, null), scored(true, null))));
        assertThat(FlipMetric.CHANGE_FOLLOWED.of(undecided)).isEqualTo(Measured.of(0.0));
        assertThat(FlipMetric.VERDICT_KEPT.of(undecided)).isEqualTo(Measured.of(0.0));
        assertThat(FlipMetric.RIGHT.of(undecided)).isEqualTo(Measured.of(0.25));
    }

    /** Unsafe and safe by the labels, judged the other way round: the verdict changes, but not with the policy. */
    @Test
    void aChangeInTheWrongDirectionDoesNotFollow() {
        List<UnderPolicies> turned = List.of(new UnderPolicies(List.of(scored(true, false), scored(false, true))));
        assertThat(FlipMetric.CHANGE_FOLLOWED.of(turned)).isEqualTo(Measured.of(0.0));
    }

    @Test
    void twoWrongVerdictsAreKeptAndNotRight() {
        List<UnderPolicies> wrong = List.of(new UnderPolicies(List.of(scored(true, false), scored(true, false))));
        assertThat(FlipMetric.VERDICT_KEPT.of(wrong)).isEqualTo(Measured.of(1.0));
        assertThat(FlipMetric.RIGHT_UNDER_ALL.of(wrong)).isEqualTo(Measured.of(0.0));
        assertThat(FlipMetric.CHANGE_FOLLOWED.of(wrong))
                .isEqualTo(Measured.undefined(
                        "the share of changes followed needs an image whose labels differ between policies: there is"
                                + " none"));
    }

    @Test
    void onePolicyIsNoFlip() {
        assertThatThrownBy(() -> new UnderPolicies(List.of(scored(true, true))))
                .hasMessageContaining("two policies or more, but there are 1");
    }

    private static Scored scored(boolean unsafe, @Nullable Boolean judged) {
        return new Scored(unsafe, judged, null);
    }

    private static List<UnderPolicies> images() {
        List<UnderPolicies> images = new ArrayList<>();
        for (int image = 0; image < GOLDEN.get("labels").size(); image++) {
            List<Scored> policies = new ArrayList<>();
            for (int policy = 0; policy < 3; policy++) {
                int verdict = GOLDEN.get("verdicts").get(image).get(policy).asInt();
                policies.add(scored(
                        GOLDEN.get("labels").get(image).get(policy).asInt() == 1, verdict < 0 ? null : verdict == 1));
            }
            images.add(new UnderPolicies(policies));
        }
        return images;
    }

    private static void matches(Measured<Estimate> measured, String name) {
        JsonNode expected = GOLDEN.get("metrics").get(name);
        Estimate estimate = measured.optional().orElseThrow();
        assertThat(estimate.value()).as(name).isCloseTo(expected.get("value").asDouble(), within(1e-12));
        assertThat(estimate.interval().low())
                .as(name)
                .isCloseTo(expected.get("interval").get(0).asDouble(), within(1e-12));
        assertThat(estimate.interval().high())
                .as(name)
                .isCloseTo(expected.get("interval").get(1).asDouble(), within(1e-12));
    }
}
