package dev.clue.model;

class ScriptedModelTest extends MultimodalModelContract {

    @Override
    protected MultimodalModel open() {
        return new ScriptedModel("random", new RandomScript(7));
    }
}
