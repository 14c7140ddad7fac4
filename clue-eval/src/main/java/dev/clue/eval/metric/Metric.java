package dev.clue.eval.metric;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A number that says how good predictions are. Each is from 0 to 1, 1 is best unless it says otherwise. */
public enum Metric {
    /** {@link Confusion#recall}. */
    RECALL("recall", Confusion::recall),
    /** {@link Confusion#precision}. */
    PRECISION("precision", Confusion::precision),
    /** {@link Confusion#accuracy}. */
    ACCURACY("accuracy", Confusion::accuracy),
    /** {@link Confusion#f1}. */
    F1("f1", Confusion::f1),
    /** {@link Confusion#balancedAccuracy}. */
    BALANCED_ACCURACY("balanced_accuracy", Confusion::balancedAccuracy),
    /** {@link RocCurve#area}. */
    ROC_AUC("roc_auc") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return RocCurve.areaOf(items);
        }
    },
    /** {@link PrecisionRecallCurve#averagePrecision}. */
    AVERAGE_PRECISION("average_precision") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return PrecisionRecallCurve.averagePrecisionOf(items);
        }
    },
    /** {@link Reliability#brier}; 0 is best. */
    BRIER("brier") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Reliability.of(items, Reliability.USUAL_BINS).map(Reliability::brier);
        }
    },
    /** {@link Reliability#expectedError} in {@link Reliability#USUAL_BINS} bins; 0 is best. */
    ECE("ece") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Reliability.of(items, Reliability.USUAL_BINS).map(Reliability::expectedError);
        }
    };

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // references to methods, which have no state
    private final @Nullable Function<Confusion, Measured<Double>> counts;

    Metric(String key) {
        this(key, null);
    }

    Metric(String key, @Nullable Function<Confusion, Measured<Double>> counts) {
        this.key = key;
        this.counts = counts;
    }

    /** Its name in files: lower case, stable. */
    public String key() {
        return key;
    }

    /**
     * Its value on these items. Counts ignore what is undecided; scores need a score for every item:
     * {@link UndecidedCount#applyTo} first.
     */
    public Measured<Double> of(List<Scored> items) {
        return Objects.requireNonNull(counts, "a metric that is not of counts says what it is of")
                .apply(Confusion.of(items));
    }

    /** The metric as one of counts alone; empty where it is of scores. */
    public Optional<Function<Confusion, Measured<Double>>> ofCounts() {
        return Optional.ofNullable(counts);
    }
}
