package dev.clue.eval.method;

import dev.clue.constitution.Constitution;
import dev.clue.image.DecodedImage;
import dev.clue.image.RgbImage;

/**
 * The same as {@link UnderPolicy}, of a method that can show its evidence.
 *
 * @param method who judges by it
 * @param constitution by which policy
 */
record VerdictsUnderPolicy(VerdictMethod method, Constitution constitution) implements VerdictMethod {

    @Override
    public String id() {
        return Methods.under(constitution.id(), method.id());
    }

    @Override
    public String configuration() {
        return UnderPolicy.configuration(method, constitution);
    }

    @Override
    public Prediction predict(RgbImage image) {
        return method.predict(image);
    }

    @Override
    public Judged judge(String uri, DecodedImage image) {
        return method.judge(uri, image);
    }
}
