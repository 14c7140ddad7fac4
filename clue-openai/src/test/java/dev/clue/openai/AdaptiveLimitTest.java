package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.openai.AdaptiveLimit.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

    private final AtomicLong clock = new AtomicLong();
    private final AdaptiveLimit limit = new AdaptiveLimit(32, clock::get);

    @Test
    void growsByOneWithEachAnswerUntilItWasTooMuch() throws InterruptedException {
        Deque<Place> inWork = new ArrayDeque<>();
        int before = limit.now();
        for (int i = 0; i < before; i++) {
            inWork.add(enter());
        }
        for (int i = 0; i < before; i++) {
            inWork.remove().answered();
            inWork.add(enter());
            inWork.add(enter());
        }
        assertThat(limit.now()).isEqualTo(2 * before);
        clock.addAndGet(1_000);
        inWork.remove().tooMuch();
        assertThat(limit.now()).isEqualTo(before);
        for (int i = 0; i <= before; i++) {
            inWork.remove().answered();
        }
        assertThat(limit.now())
                .as("by one after as many answers as are allowed")
                .isEqualTo(before + 1);
    }

    @Test
    void growsByOneAfterAsManyAnswersAsAreAllowedWhereItIsHardlyUsed() throws InterruptedException {
        int before = limit.now();
        for (int i = 0; i <= before; i++) {
            enter().answered();
        }
        assertThat(limit.now()).isEqualTo(before + 1);
    }

    @Test
    void growsNoFurtherThanAsked() throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            enter().answered();
        }
        assertThat(limit.now()).isEqualTo(32);
    }

    @Test
    void aBurstOfRefusalsHalvesItOnce() throws InterruptedException {
        List<Place> burst = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            burst.add(enter());
        }
        clock.addAndGet(1_000);
        burst.forEach(Place::tooMuch);
        assertThat(limit.now()).isEqualTo(4);
        clock.addAndGet(1_000);
        enter().tooMuch();
        assertThat(limit.now()).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            clock.addAndGet(1_000);
            enter().tooMuch();
        }
        assertThat(limit.now()).isEqualTo(1);
    }

    @Test
    void answersThatTakeManyTimesAsLongHalveIt() throws InterruptedException {
        Place quick = enter();
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        quick.answered();
        Place slow = enter();
        clock.addAndGet(Duration.ofSeconds(3).toNanos());
        slow.answered();
        assertThat(limit.now()).isEqualTo(4);
        Place itsOwnTime = enter();
        clock.addAndGet(Duration.ofSeconds(30).toNanos());
        itsOwnTime.answeredInItsOwnTime();
        assertThat(limit.now()).isEqualTo(4);
    }

    @Test
    void whoFindsNoPlaceWaitsInVain() throws InterruptedException {
        AdaptiveLimit one = new AdaptiveLimit(1, System::nanoTime);
        Place place = Objects.requireNonNull(one.enter(Duration.ZERO));
        assertThat(one.enter(Duration.ofMillis(5))).isNull();
        place.left();
        assertThat(one.enter(Duration.ZERO)).isNotNull();
    }

    private Place enter() throws InterruptedException {
        return Objects.requireNonNull(limit.enter(Duration.ZERO));
    }
}
