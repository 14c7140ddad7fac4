package dev.clue.eval.metric;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a metric gives: its value, or why these items have none. A metric is never NaN.
 *
 * @param <T> a number, a curve, an interval
 */
public sealed interface Measured<T> {

    /**
     * A metric that these items have.
     *
     * @param value its value; a number is finite
     */
    record Defined<T>(T value) implements Measured<T> {

        /** @throws IllegalArgumentException if the value is a number that is not finite */
        public Defined {
            if (value instanceof Double number && !Double.isFinite(number)) {
                throw new IllegalArgumentException("a metric must be finite, but is " + number);
            }
        }
    }

    /**
     * A metric that these items do not have.
     *
     * @param reason which metric needs what, and what there is instead, for people
     */
    record Undefined<T>(String reason) implements Measured<T> {}

    /** A value. */
    static <T> Measured<T> of(T value) {
        return new Defined<>(value);
    }

    /** No value, with the reason. */
    static <T> Measured<T> undefined(String reason) {
        return new Undefined<>(reason);
    }

    /** A value made from this one; without this one, without that one for the same reason. */
    default <R> Measured<R> map(Function<? super T, ? extends R> function) {
        return flatMap(value -> of(function.apply(value)));
    }

    /** What a function measures on this value; without this value, the same reason. */
    default <R> Measured<R> flatMap(Function<? super T, Measured<R>> function) {
        return switch (this) {
            case Defined<T> defined -> function.apply(defined.value());
            case Undefined<T> undefined -> new Undefined<>(undefined.reason());
        };
    }

    /** The value, if there is one. */
    default Optional<T> optional() {
        return switch (this) {
            case Defined<T> defined -> Optional.of(defined.value());
            case Undefined<T> undefined -> Optional.empty();
        };
    }
}
