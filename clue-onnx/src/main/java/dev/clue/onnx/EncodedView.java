package dev.clue.onnx;

import dev.clue.image.RgbImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A view of an image and what the vision tower made of it.
 *
 * @param pixels digest of the view's pixels: the same pixels need no second encoding
 * @param features one row a token
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record EncodedView(String pixels, float[] features) {

    static EncodedView of(RgbImage view, VisionTower tower) {
        return new EncodedView(pixels(view), tower.encode(view));
    }

    static String pixels(RgbImage view) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(view.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
