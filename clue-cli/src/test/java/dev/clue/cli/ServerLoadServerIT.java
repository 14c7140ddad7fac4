package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.LoadGenerator.Manner;
import dev.clue.cli.RecordingProxy.Chat;
import dev.clue.cli.VllmMetrics.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real server saves because clue puts the image first and lets one request about it go ahead, and how near clue
 * comes to what the server can do. The requests are those of {@code clue judge}, recorded. Times are written to {@code
 * target/server-load.txt} and never asserted. {@code -Dclue.load.rounds=N} measures that often, {@code
 * -Dclue.scenes=FOLDER} takes other images for the examples, judged by the sample's constitution, the first {@code
 * -Dclue.load.images=N} of them; {@code -Dclue.load.threads=N} has as many in work at once.
 */
class ServerLoadServerIT {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path SAMPLE = Path.of("..", "samples", "pictosafe", "pictosafe.clue.yaml");
    private static final int ROUNDS = Integer.getInteger("clue.load.rounds", 1);
    private static final int MOST_IMAGES = Integer.getInteger("clue.load.images", 80);
    private static final int IMAGES_AT_ONCE = Integer.getInteger("clue.load.threads", 4);

    /** As many as clue sends at most, by default. */
    private static final int REQUESTS_AT_ONCE = 32;

    /** Whole blocks of the prefix cache that the image fills. */
    private static final int CACHED_TOKENS_OF_AN_IMAGE = 64;

    @TempDir
    Path folder = Path.of("");

    private final Path images = Path.of(System.getProperty("clue.scenes", EXAMPLES.toString()));
    private final Path constitution = images.equals(EXAMPLES) ? EXAMPLES.resolve("playground.clue.yaml") : SAMPLE;

    @Test
    void theImageIsReadOnce() throws IOException, InterruptedException {
        List<Chat> chats = recorded();
        long count = count();
        VllmMetrics metrics = VllmMetrics.of(Vllm.address());
        LoadGenerator generator = new LoadGenerator(Vllm.address());
        judge(
                Vllm.address(),
                "always",
                IMAGES_AT_ONCE); // finds out whether the model sees, and what it says of no image
        StringBuilder table = new StringBuilder(
                "| %d images, %d requests | seconds | requests a second | of in steps | in work | prompt tokens an image | of them cached |%n"
                        .formatted(count, chats.size()));
        Map<Manner, Load> loads = new EnumMap<>(Manner.class);
        for (int round = 0; round < ROUNDS; round++) {
            List<String> lines = new ArrayList<>();
            for (Manner manner : Manner.values()) {
                Load load = metrics.of(() -> generator.send(chats, manner, IMAGES_AT_ONCE, REQUESTS_AT_ONCE));
                loads.put(manner, load);
                lines.add(line(manner.toString(), load, loads.get(Manner.IN_STEPS), count));
            }
            for (String leader : List.of("always", "never")) {
                Load load = metrics.of(() -> judge(Vllm.address(), leader, IMAGES_AT_ONCE));
                lines.add(line("clue judge --leader " + leader, load, loads.get(Manner.IN_STEPS), count));
            }
            lines.forEach(table::append);
        }
        Files.writeString(Path.of("target", "server-load.txt"), table);
        assertThat(loads.values())
                .as("failures")
                .allSatisfy(load -> assertThat(load.failures()).isZero());
        assertThat(loads.get(Manner.IN_STEPS_WITH_LEADER).cachedTokens())
                .as("cached tokens of all requests about an image but its first")
                .isGreaterThanOrEqualTo(CACHED_TOKENS_OF_AN_IMAGE * (aboutImages(chats) - count));
        assertThat(loads.get(Manner.IMAGE_LAST).cachedTokens())
                .as("cached tokens with the image behind the question")
                .isLessThan(loads.get(Manner.IN_STEPS).cachedTokens() / 2);
    }

    /** The chat requests of a run, without those that find out whether the model sees and what it says of no image. */
    private List<Chat> recorded() throws IOException {
        try (RecordingProxy proxy = RecordingProxy.before(Vllm.address())) {
            judge(proxy.address(), "never", 1);
            int before = proxy.chats().size();
            judge(proxy.address(), "never", 1);
            List<Chat> chats = proxy.chats();
            return chats.subList(before, chats.size());
        }
    }

    private int judge(String address, String leader, int threads) {
        Clue.Result result = Vllm.clue(folder, address)
                .run(
                        "judge",
                        images.toString(),
                        "--constitution",
                        constitution.toString(),
                        "--model",
                        Vllm.MODEL,
                        "--limit",
                        String.valueOf(MOST_IMAGES),
                        "--threads",
                        String.valueOf(threads),
                        "--leader",
                        leader,
                        "--format",
                        "jsonl");
        assertThat(result.status()).as(result.err()).isZero();
        return 0;
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.walk(images)) {
            return Math.min(
                    MOST_IMAGES,
                    files.filter(file -> file.toString().endsWith(".png")).count());
        }
    }

    private static long aboutImages(List<Chat> chats) {
        return chats.stream().filter(chat -> !chat.image().isEmpty()).count();
    }

    private static String line(String what, Load load, Load bare, long images) {
        return String.format(
                Locale.ROOT,
                "| %s: %d | %.2f | %.1f | %.2f | %.1f | %.0f | %.0f |%n",
                what,
                load.requests(),
                load.seconds(),
                load.perSecond(),
                load.perSecond() / bare.perSecond(),
                load.inWork(),
                load.promptTokens() / images,
                load.cachedTokens() / images);
    }
}
