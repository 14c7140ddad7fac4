package dev.clue.cli.engine;

import dev.clue.image.RgbImage;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;

/**
 * A model that the user lets judge although it answered wrongly what nobody gets wrong. Its name says so in each verdict.
 *
 * @param model the model
 * @param finding what it got wrong
 */
record UnprovenModel(MultimodalModel model, String finding) implements MultimodalModel {

    @Override
    public ModelIdentity identity() {
        return model.identity().unproven(finding);
    }

    @Override
    public Look look(RgbImage image) {
        return model.look(image);
    }

    @Override
    public Look lookAtNothing() {
        return model.lookAtNothing();
    }

    @Override
    public void close() {
        model.close();
    }
}
