package dev.clue.cli.run;

import dev.clue.error.ConfigurationException;
import dev.clue.model.ModelIdentity;
import dev.clue.verdict.ImageVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What verdicts are made with. Verdicts that were made with something else do not belong into the same file.
 *
 * @param constitution by which policy
 * @param models by whom
 * @param promptVersion in which words
 * @param profile with which constants
 * @param id the id that an image has under this configuration; covers what the other components do not
 */
public record Configuration(
        ImageVerdict.ConstitutionReference constitution,
        ImageVerdict.Models models,
        String promptVersion,
        String profile,
        Function<ImageVerdict.ImageReference, String> id) {

    /**
     * Compares.
     *
     * @param where the verdict stands, for the message
     * @throws ConfigurationException if the verdict was made with something else, naming what
     */
    public void require(String where, ImageVerdict verdict) {
        List<String> differences = new ArrayList<>();
        compare(differences, "constitution", describe(verdict.constitution()), describe(constitution));
        compare(differences, "model", describe(verdict.models().vlm()), describe(models.vlm()));
        compare(differences, "encoder", describe(verdict.models().encoder()), describe(models.encoder()));
        compare(differences, "detector", describe(verdict.models().detector()), describe(models.detector()));
        compare(differences, "prompts", verdict.promptVersion(), promptVersion);
        compare(differences, "constants", verdict.profile(), profile);
        if (differences.isEmpty() && !verdict.id().equals(id.apply(verdict.image()))) {
            differences.add("the constants or --any-image");
        }
        if (!differences.isEmpty()) {
            throw new ConfigurationException(where + ": judged under another configuration, so this run cannot continue"
                    + " the file: different are " + String.join("; ", differences)
                    + ": use the earlier configuration, or name another file with --output");
        }
    }

    private static void compare(List<String> differences, String what, String then, String now) {
        if (!Objects.equals(then, now)) {
            differences.add(what + " (then " + then + ", now " + now + ")");
        }
    }

    private static String describe(ImageVerdict.ConstitutionReference constitution) {
        return constitution.id() + " version " + constitution.version() + " " + constitution.sha256();
    }

    private static String describe(@Nullable ModelIdentity model) {
        return model == null ? "none" : model.name() + " " + model.digest();
    }
}
