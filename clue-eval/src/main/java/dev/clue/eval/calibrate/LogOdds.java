package dev.clue.eval.calibrate;

/** Log odds of probabilities, kept finite. */
final class LogOdds {

    /** Scores nearer than this to 0 or 1 count as this near. */
    static final double NEAREST = 1e-6;

    private LogOdds() {}

    static double of(double probability) {
        double inside = Math.clamp(probability, NEAREST, 1 - NEAREST);
        return Math.log(inside / (1 - inside));
    }

    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
