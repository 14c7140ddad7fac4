package dev.clue.onnx.hub;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again.
 *
 * @param clock tells the time, for a {@code Retry-After} that is a date
 * @param random spreads the waits of many clients
 * @param sleeper waits
 */
record Patience(Clock clock, RandomGenerator random, Sleeper sleeper) {

    /** Tries without any progress before giving up. */
    static final int MOST_TRIES = 6;

    /** A server that asks for a longer wait is not waited for. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    /** Waits. */
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    static Patience standard() {
        return new Patience(Clock.systemUTC(), RandomGenerator.getDefault(), Thread::sleep);
    }

    /** What a server's {@code Retry-After} asks for, in seconds or as a date (RFC 9110, 10.2.3). */
    Optional<Duration> asked(Optional<String> retryAfter) {
        return retryAfter.map(String::strip).flatMap(text -> {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(clock.instant(), date);
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * The wait before the next try: doubled each time, spread over its upper half, and never shorter than asked.
     *
     * @param failures tries that have failed in a row, from 1
     */
    Duration wait(int failures, Optional<Duration> asked) {
        long doubled = Math.min(LONGEST_BACKOFF.toMillis(), FIRST_WAIT.toMillis() << Math.min(failures - 1, 20));
        Duration own = Duration.ofMillis(doubled / 2 + random.nextLong(doubled / 2 + 1));
        return asked.filter(wish -> wish.compareTo(own) > 0).orElse(own);
    }
}
