package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.LoadGenerator.Load;
import dev.clue.cli.LoadGenerator.Manner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real server saves because clue puts the image first and lets one request about it go ahead, and how near clue
 * comes to what the server can do. The requests are those of {@code clue judge}, recorded. Times are written to {@code
 * target/server-load.txt} and never asserted; {@code -Dclue.load.rounds=N} measures that often, {@code -Dclue.scenes=FOLDER}
 * takes other images for the examples, judged by the sample's constitution.
 */
class ServerLoadServerIT {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final Path SAMPLE = Path.of("..", "samples", "pictosafe", "pictosafe.clue.yaml");
    private static final int IMAGES_AT_ONCE = 4;
    private static final int REQUESTS_AT_ONCE = 32;

    /** Whole blocks of the prefix cache that the image fills. */
    private static final int CACHED_TOKENS_OF_AN_IMAGE = 64;

    @TempDir
    Path folder = Path.of("");

    private final Path images = Path.of(System.getProperty("clue.scenes", EXAMPLES.toString()));
    private final Path constitution = images.equals(EXAMPLES) ? EXAMPLES.resolve("playground.clue.yaml") : SAMPLE;

    @Test
    void theImageIsReadOnce() throws IOException, InterruptedException {
        List<byte[]> chats = recorded();
        long images = count();
        LoadGenerator generator = new LoadGenerator(Vllm.address());
        StringBuilder table = new StringBuilder(
                "| requests | images | seconds | prompt tokens an image | of them cached | requests a second |\n");
        List<Load> loads = new ArrayList<>();
        for (int round = 0; round < Integer.getInteger("clue.load.rounds", 1); round++) {
            loads.clear();
            for (Manner manner : Manner.values()) {
                Load load = generator.send(chats, manner, IMAGES_AT_ONCE, REQUESTS_AT_ONCE);
                loads.add(load);
                table.append(line(manner.toString(), load, images));
            }
            table.append(line("clue judge", judged(generator), images));
        }
        Files.writeString(Path.of("target", "server-load.txt"), table);
        assertThat(loads)
                .as("failures")
                .allSatisfy(load -> assertThat(load.failures()).isZero());
        Load asRecorded = loads.get(Manner.AS_RECORDED.ordinal());
        assertThat(asRecorded.cachedTokens())
                .as("cached tokens of all requests about an image but its first")
                .isGreaterThanOrEqualTo(CACHED_TOKENS_OF_AN_IMAGE * (aboutImages(chats) - images));
        assertThat(loads.get(Manner.IMAGE_LAST.ordinal()).cachedTokens())
                .as("cached tokens with the image behind the question")
                .isLessThan(asRecorded.cachedTokens() / 2);
    }

    /** The chat requests of a run, without those that find out whether the model sees. */
    private List<byte[]> recorded() throws IOException {
        try (RecordingProxy proxy = RecordingProxy.before(Vllm.address())) {
            judge(proxy.address());
            int before = proxy.chats().size();
            judge(proxy.address());
            List<byte[]> chats = proxy.chats();
            return chats.subList(before, chats.size());
        }
    }

    private Load judged(LoadGenerator generator) throws IOException, InterruptedException {
        judge(Vllm.address());
        generator.forget();
        long cached = generator.metric("vllm:prefix_cache_hits_total");
        long prompt = generator.metric("vllm:prompt_tokens_total");
        long requests = generator.metric("vllm:request_success_total");
        long begun = System.nanoTime();
        judge(Vllm.address());
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Load(
                Math.toIntExact(generator.metric("vllm:request_success_total") - requests),
                seconds,
                generator.metric("vllm:prompt_tokens_total") - prompt,
                generator.metric("vllm:prefix_cache_hits_total") - cached,
                0);
    }

    private void judge(String address) {
        Clue.Result result = Vllm.clue(folder, address)
                .run(
                        "judge",
                        images.toString(),
                        "--constitution",
                        constitution.toString(),
                        "--model",
                        Vllm.MODEL,
                        "--threads",
                        String.valueOf(IMAGES_AT_ONCE),
                        "--format",
                        "jsonl");
        assertThat(result.status()).as(result.err()).isZero();
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(images)) {
            return files.filter(file -> file.toString().endsWith(".png")).count();
        }
    }

    private static long aboutImages(List<byte[]> chats) {
        return chats.stream()
                .filter(chat -> new String(chat, StandardCharsets.UTF_8).contains("\"image_url\""))
                .count();
    }

    private static String line(String what, Load load, long images) {
        return String.format(
                Locale.ROOT,
                "| %s: %d | %d | %.2f | %.0f | %.0f | %.1f |%n",
                what.toLowerCase(Locale.ROOT).replace('_', ' '),
                load.requests(),
                images,
                load.seconds(),
                (double) load.promptTokens() / images,
                (double) load.cachedTokens() / images,
                load.requests() / load.seconds());
    }
}
