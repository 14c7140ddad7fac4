package dev.clue.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchTest {

    private static final List<String> IMAGES =
            IntStream.range(0, 20).mapToObj(i -> i + ".png").toList();

    @Test
    void nothingIsInWorkAfterAVerdictCouldNotBeKept() {
        AtomicInteger inWork = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(2);
        Batch batch = new Batch(3, new StopSignal());
        assertThatThrownBy(() -> batch.run(
                        IMAGES,
                        image -> {
                            begun.incrementAndGet();
                            inWork.incrementAndGet();
                            try {
                                if (!image.equals("0.png")) {
                                    others.countDown();
                                    Thread.sleep(100);
                                }
                                return verdict(image);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException("an image at hand is not interrupted", e);
                            } finally {
                                inWork.decrementAndGet();
                            }
                        },
                        verdict -> {
                            await(others);
                            throw new IOException("no space left");
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
        assertThat(inWork).hasValue(0);
        assertThat(begun).as("what waited is dropped").hasValueLessThan(IMAGES.size());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ImageVerdict verdict(String image) {
        ModelIdentity model = new ModelIdentity("scripted", "sha256:" + "a".repeat(64));
        return new ImageVerdict(
                "0123456789abcdef0123456789abcdef",
                new ImageVerdict.ImageReference(image, "b".repeat(64), 8, 8, 100L, 0),
                new ImageVerdict.ConstitutionReference("playground", 1, "c".repeat(64)),
                ImageVerdict.Outcome.SAFE,
                0,
                List.of(),
                new ImageVerdict.Models(model, null, null),
                "1",
                "paper",
                Usage.NONE,
                new TreeMap<>(),
                "0.1.0",
                Instant.EPOCH,
                null);
    }
}
