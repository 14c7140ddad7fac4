package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers: statsmodels, see {@link Golden}. */
class McNemarTestTest {

    @Test
    void isTheTestOfStatsmodels() {
        assertThat(Golden.part("mcnemar")).hasSizeGreaterThan(5);
        for (JsonNode expected : Golden.part("mcnemar")) {
            McNemarTest test = McNemarTest.of(
                    expected.get("only_first").asInt(),
                    expected.get("only_second").asInt());
            assertThat(test.form() == McNemarTest.Form.EXACT)
                    .isEqualTo(expected.get("exact").asBoolean());
            assertThat(test.statistic()).isCloseTo(expected.get("statistic").asDouble(), within(1e-9));
            double pValue = expected.get("p_value").asDouble();
            assertThat(test.pValue()).as("%s", expected).isCloseTo(pValue, within(1e-12 + 1e-9 * pValue));
        }
    }

    @ParameterizedTest
    @CsvSource({"LEFT_OUT, 1, 1", "AS_POSITIVE, 2, 1", "AS_NEGATIVE, 1, 2"})
    void undecidedIsCountedAsTold(UndecidedCount undecided, int onlyFirst, int onlySecond) {
        Scored right = new Scored(true, true, null);
        Scored wrong = new Scored(true, false, null);
        Scored open = new Scored(true, null, null);
        McNemarTest test = McNemarTest.of(
                List.of(right, wrong, right, wrong, open, open),
                List.of(wrong, right, right, wrong, wrong, right),
                undecided);
        assertThat(test.onlyFirst()).isEqualTo(onlyFirst);
        assertThat(test.onlySecond()).isEqualTo(onlySecond);
    }

    @Test
    void refusesToCompareDifferentItems() {
        assertThatThrownBy(() -> McNemarTest.of(
                        List.of(new Scored(true, true, null)),
                        List.of(new Scored(false, true, null)),
                        UndecidedCount.LEFT_OUT))
                .hasMessageContaining("the labels of item 0");
    }
}
