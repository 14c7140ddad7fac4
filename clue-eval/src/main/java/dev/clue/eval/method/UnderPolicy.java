package dev.clue.eval.method;

import dev.clue.constitution.Constitution;
import dev.clue.image.RgbImage;

/**
 * A method by another constitution than the run's own: its results are kept beside those by the run's own.
 *
 * @param method who judges by it
 * @param constitution by which policy
 */
record UnderPolicy(Method method, Constitution constitution) implements Method {

    @Override
    public String id() {
        return Methods.under(constitution.id(), method.id());
    }

    @Override
    public String configuration() {
        return configuration(method, constitution);
    }

    @Override
    public Prediction predict(RgbImage image) {
        return method.predict(image);
    }

    static String configuration(Method method, Constitution constitution) {
        String policy = constitution.id() + " version " + constitution.version() + " " + constitution.sha256();
        return method.configuration().isEmpty() ? policy : policy + "; " + method.configuration();
    }
}
