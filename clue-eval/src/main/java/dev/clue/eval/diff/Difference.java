package dev.clue.eval.diff;

import dev.clue.model.ModelIdentity;
import dev.clue.verdict.ImageVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that two runs were not made with alike, so that it may be why verdicts differ.
 *
 * @param what such as {@code model}
 * @param before what the first run was made with
 * @param after what the second run was made with
 */
public record Difference(String what, String before, String after) {

    /** {@code what: before → after}. */
    @Override
    public String toString() {
        return what + ": " + before + " → " + after;
    }

    /** What two verdicts were not made with alike; constants are compared by the name of their profile. */
    static List<Difference> between(ImageVerdict before, ImageVerdict after) {
        List<Difference> differences = new ArrayList<>();
        compare(differences, "constitution", name(before.constitution()), name(after.constitution()));
        compare(
                differences,
                "model",
                name(before.models().vlm()),
                name(after.models().vlm()));
        compare(
                differences,
                "encoder",
                name(before.models().encoder()),
                name(after.models().encoder()));
        compare(
                differences,
                "detector",
                name(before.models().detector()),
                name(after.models().detector()));
        compare(differences, "prompts", "version " + before.promptVersion(), "version " + after.promptVersion());
        compare(differences, "constants", before.profile(), after.profile());
        return differences;
    }

    private static void compare(List<Difference> differences, String what, String before, String after) {
        if (!Objects.equals(before, after)) {
            differences.add(new Difference(what, before, after));
        }
    }

    private static String name(ImageVerdict.ConstitutionReference constitution) {
        return constitution.id() + " version " + constitution.version() + " (sha256 " + constitution.sha256() + ")";
    }

    private static String name(@Nullable ModelIdentity model) {
        return model == null ? "none" : model.name() + " (" + model.digest() + ")";
    }
}
