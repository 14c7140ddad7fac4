package dev.clue.model;

class RandomEncoderTest extends ImageTextEncoderContract {

    @Override
    protected ImageTextEncoder open() {
        return new RandomEncoder(7, 200);
    }
}
