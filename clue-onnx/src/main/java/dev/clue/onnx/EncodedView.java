package dev.clue.onnx;

import dev.clue.image.RgbImage;

/**
 * A view of an image and what the vision tower made of it.
 *
 * @param pixels digest of the view's sizes and pixels: the same need no second encoding
 * @param features one row a token
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record EncodedView(String pixels, float[] features) {

    static EncodedView of(RgbImage view, VisionTower tower) {
        return new EncodedView(view.sha256(), tower.encode(view));
    }
}
