package dev.clue.eval.store;

import dev.clue.judge.JudgeModels;
import dev.clue.model.ModelIdentity;
import org.jspecify.annotations.Nullable;

/** Lets all models that judge together keep their calls in one store. */
public final class RecordedModels {

    private RecordedModels() {}

    /** The same models; whoever made them closes them. */
    public static JudgeModels of(JudgeModels models, CallStore store) {
        return new JudgeModels(
                new RecordedModel(models.vlm(), store),
                models.encoder() == null ? null : new RecordedEncoder(models.encoder(), store),
                models.detector() == null ? null : new RecordedDetector(models.detector(), store),
                models.domain() == null ? null : new RecordedDomain(models.domain(), digest(models), store));
    }

    private static String digest(JudgeModels models) {
        return String.join(
                " ",
                models.vlm().identity().digest(),
                digest(models.encoder() == null ? null : models.encoder().identity()),
                digest(models.detector() == null ? null : models.detector().identity()));
    }

    private static String digest(@Nullable ModelIdentity model) {
        return model == null ? "none" : model.digest();
    }
}
