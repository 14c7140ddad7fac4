package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a request to the server and the answer back, if that is possible: as many requests at once as the server can take,
 * again after what may pass, with pauses that grow and are never the same for all, no longer than a time in all, and not at
 * all while the server fails everybody. Each thread waits for its own answer; interrupting it gives the request up.
 */
final class Transport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final double PAUSE_GROWTH = 2;
    private static final double PAUSE_JITTER = 0.5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private static final int FEW = 3;

    private static final int WATCHED_ATTEMPTS = 12;
    private static final float FAILING_PERCENT = 90;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);

    private final Endpoint endpoint;
    private final TransportOptions options;
    private final Exchange exchange;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private final AdaptiveLimit limit;
    private final CircuitBreaker breaker;
    private final RetryConfig retrying;
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");
    private final AtomicLong quietUntil;

    Transport(Endpoint endpoint, TransportOptions options, Map<String, String> environment) {
        this(
                endpoint,
                options,
                new Exchange(endpoint, options, environment, Clock.systemUTC()),
                Pause.SLEEP,
                System::nanoTime);
    }

    Transport(Endpoint endpoint, TransportOptions options, Exchange exchange, Pause pause, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.options = options;
        this.exchange = exchange;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.limit = new AdaptiveLimit(options.concurrency(), nanoTime);
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
        this.breaker = CircuitBreaker.of(
                "server",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(WATCHED_ATTEMPTS)
                        .minimumNumberOfCalls(WATCHED_ATTEMPTS)
                        .failureRateThreshold(FAILING_PERCENT)
                        .waitDurationInOpenState(LEFT_ALONE)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        this.retrying = RetryConfig.custom()
                .maxAttempts(options.attempts())
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_PAUSE, PAUSE_GROWTH, PAUSE_JITTER, LONGEST_PAUSE))
                .retryOnException(problem -> problem instanceof Setback setback && setback.kind() != Setback.Kind.FINAL)
                .build();
    }

    /** How long an answer takes says something about the server only where all answers are alike. */
    enum Length {
        /** One token. */
        SHORT,
        /** Any other. */
        ANY
    }

    /** How much is done for an answer. */
    enum Effort {
        /** Everything. */
        ALL,
        /** A few attempts: somebody waits to hear whether there is a server at all. */
        FEW_ATTEMPTS,
        /** One attempt: another request will do if it fails. */
        ONE_ATTEMPT
    }

    /** Where requests go. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** How many requests may be in work now. */
    int concurrency() {
        return limit.now();
    }

    /**
     * The answer to a request.
     *
     * @param body what is posted, or null to get
     * @throws Refusal if the server refuses this request
     * @throws dev.clue.error.ModelException if there is no answer, or none of sense, after all attempts
     */
    JsonNode send(URI address, byte @Nullable [] body, Length length, Effort effort) throws Refusal {
        long begun = nanoTime.getAsLong();
        Retry.AsyncContext<JsonNode> attempts = Retry.of("server", retrying).<JsonNode>asyncContext();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return attempt(address, body, length, begun);
                } catch (Setback setback) {
                    long wait = attempts.onError(setback);
                    Duration pausing = setback.pause().orElse(Duration.ofMillis(Math.max(0, wait)));
                    boolean enough = attempt >= most(effort, setback.kind());
                    if (enough || wait < 0 || pausing.compareTo(left(begun)) >= 0) {
                        throw givenUp(setback, begun);
                    }
                    LOG.debug(
                            "Asking again in {} ms: {}",
                            pausing.toMillis(),
                            setback.meaning().getMessage());
                    pause.pause(pausing);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelUnavailableException(
                    "the request to " + endpoint.base() + " was given up, because the run ends; try again", e);
        }
    }

    private int most(Effort effort, Setback.Kind kind) {
        return switch (effort) {
            case ALL -> kind == Setback.Kind.GARBLED ? FEW : options.attempts();
            case FEW_ATTEMPTS -> FEW;
            case ONE_ATTEMPT -> 1;
        };
    }

    /** @param first when the request began: each wait takes from what is left of the time in all */
    private JsonNode attempt(URI address, byte @Nullable [] body, Length length, long first)
            throws Setback, Refusal, InterruptedException {
        keepQuiet(left(first));
        AdaptiveLimit.Place place = limit.enter(left(first));
        if (place == null || left(first).isZero()) {
            if (place != null) {
                place.left();
            }
            throw new Setback(
                    Setback.Kind.FINAL,
                    new ModelUnavailableException(endpoint.base() + " is so busy that a request waited for "
                            + Seconds.of(options.totalTimeout()) + " and was not sent. " + Advice.SLOW));
        }
        if (!breaker.tryAcquirePermission()) {
            place.left();
            throw new Setback(
                    Setback.Kind.FINAL,
                    new ModelUnavailableException(endpoint.base()
                            + " was not asked, because it failed again and again: " + lastFailure.get()));
        }
        long begun = nanoTime.getAsLong();
        try {
            JsonNode answer = exchange.send(address, body, shorter(options.attemptTimeout(), left(first)));
            succeeded(begun);
            switch (length) {
                case SHORT -> place.answered();
                case ANY -> place.answeredInItsOwnTime();
            }
            return answer;
        } catch (Refusal refusal) {
            succeeded(begun);
            place.left();
            throw refusal;
        } catch (Setback setback) {
            learn(setback, begun, place);
            throw setback;
        } catch (InterruptedException | RuntimeException e) {
            breaker.releasePermission();
            place.left();
            throw e;
        }
    }

    /** A server that is too busy counts as failing only when a request was given up for it. */
    private ModelException givenUp(Setback setback, long begun) {
        if (setback.kind() == Setback.Kind.BUSY) {
            lastFailure.set(String.valueOf(setback.meaning().getMessage()));
            breaker.onError(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS, setback);
        }
        return setback.meaning();
    }

    private void succeeded(long begun) {
        breaker.onSuccess(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS);
    }

    private void learn(Setback setback, long begun, AdaptiveLimit.Place place) {
        switch (setback.kind()) {
            case BUSY -> {
                place.tooMuch();
                setback.pause().ifPresent(this::leaveAlone);
                breaker.releasePermission();
            }
            case FAILED -> {
                place.tooMuch();
                lastFailure.set(String.valueOf(setback.meaning().getMessage()));
                breaker.onError(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS, setback);
            }
            case GARBLED, FINAL -> {
                place.left();
                succeeded(begun);
            }
        }
    }

    private void leaveAlone(Duration asked) {
        Duration longest = shorter(asked, LONGEST_PAUSE);
        quietUntil.accumulateAndGet(
                nanoTime.getAsLong() + longest.toNanos(), (one, other) -> one - other > 0 ? one : other);
    }

    /** Waits while the server asks everybody to wait. */
    private void keepQuiet(Duration left) throws InterruptedException {
        Duration quiet = Duration.ofNanos(quietUntil.get() - nanoTime.getAsLong());
        if (quiet.isPositive()) {
            pause.pause(shorter(quiet, left));
        }
    }

    private Duration left(long begun) {
        Duration left = options.totalTimeout().minusNanos(nanoTime.getAsLong() - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
