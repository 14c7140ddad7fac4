package dev.clue.eval.method;

import dev.clue.error.ClueException;
import dev.clue.image.RgbImage;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Usage;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A method whose cost is measured and whose failures become undecided predictions. */
abstract class MeasuredMethod implements Method {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredMethod.class);
    private static final double NANOS_A_MILLI = 1e6;

    private final String id;
    private final DoubleSupplier savedMillis;

    MeasuredMethod(String id, DoubleSupplier savedMillis) {
        this.id = id;
        this.savedMillis = savedMillis;
    }

    @Override
    public final String id() {
        return id;
    }

    /** Judges; may throw what a model throws. */
    abstract Finding find(RgbImage image, Spent spent);

    @Override
    public final Prediction predict(RgbImage image) {
        Spent spent = new Spent();
        double savedBefore = savedMillis.getAsDouble();
        long start = System.nanoTime();
        Finding finding;
        try {
            finding = find(image, spent);
        } catch (RuntimeException e) {
            finding = Finding.undecided(cause(e));
        }
        double millis = (System.nanoTime() - start) / NANOS_A_MILLI + savedMillis.getAsDouble() - savedBefore;
        return new Prediction(
                finding.outcome(), finding.score(), finding.rules(), spent.usage, Math.max(0, millis), finding.cause());
    }

    /** What went wrong, for people. */
    static String cause(RuntimeException e) {
        String message = e.getMessage();
        if (e instanceof ClueException && message != null) {
            return message;
        }
        LOG.error("A model failed in an unforeseen way", e);
        return "a model failed in an unforeseen way, please report it: " + e;
    }

    /** What was asked of the multimodal model so far. */
    static final class Spent {

        private Usage usage = Usage.NONE;

        void add(Usage more) {
            usage = usage.plus(more);
        }

        /** Looks at an image, and counts what that costs, whatever comes of it. */
        <T> T looking(MultimodalModel model, RgbImage image, Function<Look, T> work) {
            try (Look look = model.look(image)) {
                try {
                    return work.apply(look);
                } finally {
                    add(look.usage());
                }
            }
        }
    }
}
