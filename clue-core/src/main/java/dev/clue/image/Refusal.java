package dev.clue.image;

import dev.clue.error.ImageException;
import dev.clue.error.ImageException.Kind;

/** Why an image is refused, thrown where the file's name is not known; {@link ImageIntake} adds it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String why;

    Refusal(Kind kind, String why) {
        super(why, null, false, false);
        this.kind = kind;
        this.why = why;
    }

    static Refusal damaged(String why) {
        return new Refusal(Kind.DAMAGED, "the image is damaged: " + why + "; fetch or export it again");
    }

    static Refusal endsEarly(String where) {
        return new Refusal(
                Kind.DAMAGED, "the image is damaged: it ends early, " + where + "; fetch or export it again");
    }

    static Refusal unsupported(String what, String wayOut) {
        return new Refusal(Kind.UNSUPPORTED_FORMAT, what + "; " + wayOut);
    }

    ImageException toImageException(String name) {
        return new ImageException(kind, name + ": " + why, this);
    }
}
