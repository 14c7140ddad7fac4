package dev.clue.eval.calibration;

import dev.clue.judge.Thresholds;
import dev.clue.profile.Profile;
import org.jspecify.annotations.Nullable;

/**
 * What was learned.
 *
 * @param thresholds the constants, with what outweighs them for single statements
 * @param bound what is known about missed violations, or null
 */
public record Calibrated(Thresholds thresholds, Profile.@Nullable Bound bound) {}
