package dev.clue.profile;

import dev.clue.error.ConfigurationException;
import dev.clue.judge.Calibration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a profile says what one can say: a person may have changed the file. */
final class ProfileRanges {

    private static final List<String> METHODS = List.of("split_conformal", "batch");
    private static final List<String> SCOPES = List.of("global", "rule");

    private ProfileRanges() {}

    /** @throws ConfigurationException naming the first field that is out of its range, by its path in the file */
    static void require(Profile profile) {
        requireThere("target", profile.target());
        requireThere("target.vlm", profile.target().vlm());
        requireThere("target.constitution", profile.target().constitution());
        requireThere("constants", profile.constants());
        requireThere("reasoning", profile.reasoning());
        requireThere("origin", profile.origin());
        requireText("name", profile.name());
        constants(profile);
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < profile.statements().size(); i++) {
            statement("statements[" + i + "]", profile.statements().get(i), texts);
        }
        origin(profile.origin());
    }

    private static void constants(Profile profile) {
        try {
            profile.constants().thresholds(profile.name());
        } catch (ConfigurationException e) {
            throw new ConfigurationException("constants: " + e.getMessage(), e);
        }
    }

    private static void statement(String path, Profile.Statement statement, Set<String> texts) {
        requireText(path + ".statement", statement.statement());
        if (!texts.add(statement.statement())) {
            throw new ConfigurationException(
                    path + ".statement: \"" + statement.statement() + "\" is there twice: keep one of them");
        }
        requireBetween(path + ".alpha1", statement.alpha1(), -1, 1);
        requireBetween(path + ".alpha2", statement.alpha2(), -1, 1);
        requireBetween(
                path + ".logit_shift", statement.logitShift(), -Calibration.LARGEST_SHIFT, Calibration.LARGEST_SHIFT);
        Double alpha1 = statement.alpha1();
        Double alpha2 = statement.alpha2();
        if (alpha1 != null && alpha2 != null && alpha1 > alpha2) {
            throw new ConfigurationException(
                    path + ".alpha1: must not be above alpha2, " + alpha2 + ", but is " + alpha1);
        }
    }

    private static void origin(Profile.Origin origin) {
        requireOneOf("origin.method", origin.method(), METHODS);
        requireAtLeast("origin.images", origin.images(), 1);
        requireAtLeast("origin.left_out", origin.leftOut(), 0);
        Profile.Bound bound = origin.bound();
        if (bound == null) {
            return;
        }
        if (!(bound.alpha() > 0 && bound.alpha() < 1)) {
            throw new ConfigurationException(
                    "origin.bound.alpha: must be above 0 and below 1, but is " + bound.alpha());
        }
        requireOneOf("origin.bound.scope", bound.scope(), SCOPES);
        requireAtLeast("origin.bound.violations", bound.violations(), 1);
        requireBetween("origin.bound.coverage", bound.coverage(), 0, 1);
        requireBetween("origin.bound.missed", bound.missed(), 0, 1);
        requireBetween("origin.bound.abstained", bound.abstained(), 0, 1);
    }

    /** A field may be there and be null. */
    private static void requireThere(String path, @Nullable Object value) {
        if (value == null) {
            throw new ConfigurationException(path + ": is missing");
        }
    }

    private static void requireText(String path, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new ConfigurationException(path + ": must not be empty");
        }
    }

    private static void requireOneOf(String path, @Nullable String value, List<String> known) {
        if (value == null || !known.contains(value)) {
            throw new ConfigurationException(
                    path + ": must be " + String.join(" or ", known) + ", but is \"" + value + "\"");
        }
    }

    private static void requireAtLeast(String path, int value, int least) {
        if (value < least) {
            throw new ConfigurationException(path + ": must be " + least + " or more, but is " + value);
        }
    }

    private static void requireBetween(String path, @Nullable Double value, double least, double most) {
        if (value != null && !(value >= least && value <= most)) {
            throw new ConfigurationException(path + ": must be from " + least + " to " + most + ", but is " + value);
        }
    }
}
