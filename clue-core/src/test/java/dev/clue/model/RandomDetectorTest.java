package dev.clue.model;

class RandomDetectorTest extends ObjectDetectorContract {

    @Override
    protected ObjectDetector open() {
        return new RandomDetector(7);
    }
}
