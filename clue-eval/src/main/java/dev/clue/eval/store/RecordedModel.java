package dev.clue.eval.store;

import dev.clue.image.RgbImage;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;

/**
 * A multimodal model whose calls are kept: what was asked before is answered from the store, and the image is shown
 * to the model only when something is missing. Usage and time are those of the call that was computed.
 *
 * @param model who is asked what is missing
 * @param store where calls are kept
 */
public record RecordedModel(MultimodalModel model, CallStore store) implements MultimodalModel {

    private static final String NOTHING = "nothing";

    @Override
    public ModelIdentity identity() {
        return model.identity();
    }

    @Override
    public Look look(RgbImage image) {
        return new RecordedLook(store, identity().digest(), image.sha256(), () -> model.look(image), true);
    }

    @Override
    public Look lookAtNothing() {
        return new RecordedLook(store, identity().digest(), NOTHING, model::lookAtNothing, false);
    }

    /** Closes the model; the store stays open. */
    @Override
    public void close() {
        model.close();
    }
}
