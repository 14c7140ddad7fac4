package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected: closed forms of the standard error, and numpy on the same resamples; see {@link Golden}. */
class PairsTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(
            Golden.pairs("seed").asLong(), Golden.pairs("resamples").asInt(), 0.95);

    /** Half of a 95 % interval of a normal distribution, in standard errors. */
    private static final double HALF = 1.959964;

    @ParameterizedTest
    @ValueSource(strings = {"alike", "contrary", "unrelated", "of several sizes"})
    void anIntervalIsAsWideAsItsStandardErrorSays(String name) {
        JsonNode set = Golden.pairs("standard_errors").get(name);
        List<Scored> items = new ArrayList<>();
        List<String> clusters = new ArrayList<>();
        int cluster = 0;
        for (JsonNode group : set.get("groups")) {
            for (int time = 0; time < group.get("times").asInt(); time++) {
                cluster++;
                for (JsonNode right : group.get("right")) {
                    items.add(new Scored(true, right.asInt() == 1, null));
                    clusters.add("cluster " + cluster);
                }
            }
        }

        Estimate together = BOOTSTRAP
                .estimate(items, clusters, Metric.ACCURACY::of)
                .optional()
                .orElseThrow();
        Estimate alone =
                BOOTSTRAP.estimate(items, Metric.ACCURACY::of).optional().orElseThrow();

        assertThat(together.value()).isCloseTo(set.get("share").asDouble(), within(1e-12));
        assertThat(together.interval().low())
                .isCloseTo(set.get("interval").get(0).asDouble(), within(1e-12));
        assertThat(together.interval().high())
                .isCloseTo(set.get("interval").get(1).asDouble(), within(1e-12));
        isAsWide(together, set.get("of_groups").asDouble());
        isAsWide(alone, set.get("of_single_items").asDouble());
    }

    /** The standard error of 2,000 resamples' percentiles is some 3 %. */
    private static void isAsWide(Estimate estimate, double standardError) {
        double width = estimate.interval().high() - estimate.interval().low();
        assertThat(width / 2 / HALF).isCloseTo(standardError, within(0.1 * standardError));
    }
}
