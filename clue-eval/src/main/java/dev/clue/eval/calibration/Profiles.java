package dev.clue.eval.calibration;

import dev.clue.profile.Profile;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * Makes profiles of what was learned.
 *
 * @param clueVersion by which version of clue
 * @param clock tells when
 */
public record Profiles(String clueVersion, Clock clock) {

    /**
     * A profile.
     *
     * @param name what verdicts call it
     * @param target what it was learned for
     * @param set what it was learned from
     * @param notRead how many images of the set, beside those that {@code set} left out, could not be read from its files
     * @param calibrated what was learned
     */
    public Profile profile(String name, Profile.Target target, SurveyedSet set, int notRead, Calibrated calibrated) {
        return new Profile(
                Profile.FORMAT,
                name,
                target,
                Profile.Constants.of(calibrated.thresholds()),
                calibrated.thresholds().calibration().reasoning(),
                calibrated.thresholds().calibration().statements().entrySet().stream()
                        .map(each -> new Profile.Statement(
                                each.getKey(),
                                each.getValue().alpha1(),
                                each.getValue().alpha2(),
                                each.getValue().logitShift()))
                        .toList(),
                new Profile.Origin(
                        calibrated.bound() == null ? "batch" : "split_conformal",
                        set.name(),
                        set.images().size(),
                        set.leftOut().size() + notRead,
                        calibrated.bound(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                        clueVersion));
    }
}
