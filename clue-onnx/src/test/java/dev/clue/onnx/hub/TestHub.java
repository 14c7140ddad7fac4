package dev.clue.onnx.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A hub client that waits for nobody, and notes how long it would have waited. */
public final class TestHub {

    public static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    public final List<Duration> waits = new ArrayList<>();
    public final List<String> said = new ArrayList<>();
    public long free = Long.MAX_VALUE;
    public Duration stallAfter = Duration.ofSeconds(20);
    public long received;

    public Hub open(HubSettings settings) {
        Patience patience = new Patience(Clock.fixed(NOW, ZoneOffset.UTC), new Random(7), waits::add);
        return new Hub(settings, patience, stallAfter, folder -> free);
    }

    public PullListener listener() {
        return new PullListener() {
            @Override
            public void received(long count) {
                received += count;
            }

            @Override
            public void says(String sentence) {
                said.add(sentence);
            }
        };
    }
}
