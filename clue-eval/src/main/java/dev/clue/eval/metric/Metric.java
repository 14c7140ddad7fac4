package dev.clue.eval.metric;

import java.util.List;

/** A number that says how good predictions are. Each is from 0 to 1, 1 is best unless it says otherwise. */
public enum Metric {
    /** {@link Confusion#recall}. */
    RECALL("recall") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Confusion.of(items).recall();
        }
    },
    /** {@link Confusion#precision}. */
    PRECISION("precision") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Confusion.of(items).precision();
        }
    },
    /** {@link Confusion#accuracy}. */
    ACCURACY("accuracy") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Confusion.of(items).accuracy();
        }
    },
    /** {@link Confusion#f1}. */
    F1("f1") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Confusion.of(items).f1();
        }
    },
    /** {@link Confusion#balancedAccuracy}. */
    BALANCED_ACCURACY("balanced_accuracy") {
        @Override
        public Measured<Double> of(List<Scored> items) {
            return Confusion.of(items).balancedAccuracy();
        }
    },
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

    Metric(String key) {
        this.key = key;
    }

    /** Its name in files: lower case, stable. */
    public String key() {
        return key;
    }

    /**
     * Its value on these items. Counts ignore what is undecided; scores need a score for every item:
     * {@link UndecidedCount#applyTo} first.
     */
    public abstract Measured<Double> of(List<Scored> items);
}
