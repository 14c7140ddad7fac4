package dev.clue.onnx.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clue.error.ClueException;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.net.EnvironmentProxies;
import dev.clue.net.Secret;
import dev.clue.onnx.hub.HubServer.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of a hub that behaves, and of one that does not. */
class HubTest {

    private static final EnvironmentProxies NO_PROXY = new EnvironmentProxies(Map.of());
    private static final HubName NAME = HubName.parse("hf:maker/model");
    private static final String LARGE = "onnx/model.onnx";
    private static final String SMALL = "config.json";
    private static final int BYTES = 300_000;

    @TempDir
    Path temp;

    private final HubServer server = new HubServer();
    private final TestHub test = new TestHub();
    private final byte[] content = new byte[BYTES];

    @BeforeEach
    void offer() {
        new Random(3).nextBytes(content);
        server.offer(NAME.repository(), LARGE, content)
                .offer(NAME.repository(), SMALL, "{}\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void laysFilesOutAsTheHubsOwnClientDoes() throws IOException {
        Path snapshot = pull();
        Path repository = temp.resolve("hub/models--maker--model");
        assertThat(snapshot).isEqualTo(repository.resolve("snapshots").resolve(HubServer.COMMIT));
        assertThat(repository.resolve("refs/main")).hasContent(HubServer.COMMIT);
        assertThat(Files.readSymbolicLink(snapshot.resolve(LARGE)))
                .isEqualTo(Path.of("../../../blobs", HubServer.hex("SHA-256", content)));
        // git hash-object of "{}\n"
        assertThat(Files.readSymbolicLink(snapshot.resolve(SMALL)))
                .isEqualTo(Path.of("../../blobs/0967ef424bce6791893e9a57bb952f80fd536e93"));
        assertThat(snapshot.resolve(LARGE)).hasBinaryContent(content);
        assertThat(repository.resolve("blobs")).isDirectoryNotContaining("glob:**incomplete");
        assertThat(test.received).isEqualTo(BYTES + 3);
        assertThat(Hub.snapshot(settings(), NAME)).contains(snapshot);
    }

    @Test
    void fetchesNothingTwice() {
        pull();
        int before = server.requests.size();
        pull();
        assertThat(server.requests).hasSize(before + 1);
    }

    @Test
    void theTokenGoesToTheEndpointAlone() {
        server.token = "hf_secret";
        pull();
        assertThat(server.requests).hasSize(4);
        assertThat(server.requests)
                .allSatisfy(request ->
                        assertThat(request.authorization()).isEqualTo(request.toHub() ? "Bearer hf_secret" : null));
        assertThat(server.requests).anyMatch(request -> !request.toHub());
        assertThat(settings().toString()).doesNotContain("hf_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf_secret\r\nX: y", "hf_secret more", "hf_s\u00e9cret"})
    void aTokenThatCannotBeSentIsRefusedWithoutBeingShown(String text) throws IOException {
        Files.createDirectories(temp.resolve("home"));
        Files.writeString(temp.resolve("home/token"), text);
        for (Map<String, String> environment : List.of(
                Map.of("HF_TOKEN", text), Map.of("HF_HOME", temp.resolve("home").toString()))) {
            assertThatThrownBy(() -> HubSettings.of(environment, temp))
                    .isInstanceOf(ConfigurationException.class)
                    .satisfies(problem -> assertThat(problem.getMessage())
                            .contains(environment.containsKey("HF_TOKEN") ? "HF_TOKEN" : "token")
                            .doesNotContain("cret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999", "http://127.0.0.1:65536/", "https://hub.example:0"})
    void aPortThatCannotBeIsRefused(String address) {
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", address), temp))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HF_ENDPOINT has the port ")
                .hasMessageContaining("a port is 1 to 65535");
        assertThat(HubSettings.of(Map.of("HF_ENDPOINT", "http://127.0.0.1:65535"), temp)
                        .endpoint())
                .hasPort(65_535);
    }

    @Test
    void aServerThatRepeatsTheTokenDoesNotGetItShown() {
        server.token = "hf_very-secret";
        String listed =
                "{\"sha\": \"" + HubServer.COMMIT + "\", \"siblings\": [{\"rfilename\": \"../hf_very-\\u0073ecret\","
                        + " \"size\": 1, \"blobId\": \"" + HubServer.COMMIT + "\"}]}";
        server.fault(
                "/revision/main",
                new Fault.Body(listed),
                new Fault.Status(302, Map.of("Location", "ftp://hf_very-%73ecret/")),
                new Fault.Body("hf_very-secret"));
        assertRefused("\"../(key)\"");
        assertRefused("is not followed: another place (ftp)");
        assertRefused("is no JSON");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelException.class)
                .satisfies(problem ->
                        assertThat(problem.getMessage()).contains(why).doesNotContain("hf_very", "ecret"));
    }

    @Test
    void goesOverTheProxyOfTheEnvironment() {
        server.environment = Map.of(
                "HTTP_PROXY", "http://user:pass@127.0.0.1:" + server.endpoint().getPort());
        HubSettings far = new HubSettings(
                URI.create("http://hub.example"),
                temp.resolve("hub"),
                Optional.empty(),
                false,
                new EnvironmentProxies(server.environment));
        try (Hub hub = test.open(far)) {
            assertThat(hub.listing(NAME, PullListener.NONE).commit()).isEqualTo(HubServer.COMMIT);
        }
        assertThat(server.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.proxyAuthorization()).isEqualTo("Basic dXNlcjpwYXNz"));
    }

    @Test
    void goesOnWhereTheConnectionBroke() {
        server.fault("/" + LARGE, new Fault.Status(503, Map.of()))
                .fault(digestPath(), new Fault.Drop(100_000), new Fault.Drop(50_000));
        pull();
        requireResumed(delivered(), 100_000, 150_000);
        assertThat(test.said)
                .hasSize(3)
                .last()
                .asString()
                .contains("ended the connection", "150000 of 300000", "trying again");
        assertThat(test.received).isEqualTo(BYTES + 3);
    }

    @Test
    void goesOnAfterTheProcessWasKilled() throws IOException {
        Path partial = temp.resolve("hub/models--maker--model/blobs")
                .resolve(HubServer.hex("SHA-256", content) + ".clue-incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, java.util.Arrays.copyOf(content, 200_000));
        pull();
        assertThat(delivered()).containsExactly("bytes=200000-");
    }

    @Test
    void startsOverWhereAPartDoesNotFit() throws IOException {
        Path partial = temp.resolve("hub/models--maker--model/blobs")
                .resolve(HubServer.hex("SHA-256", content) + ".clue-incomplete");
        Files.createDirectories(partial.getParent());
        Files.write(partial, new byte[200_000]);
        assertThat(pull().resolve(LARGE)).hasBinaryContent(content);
        assertThat(delivered()).containsExactly("bytes=200000-", null);
        assertThat(test.said).singleElement().asString().contains("do not fit together");
    }

    @Test
    void anAnswerWithoutTheRangeIsTakenWhole() {
        server.fault(digestPath(), new Fault.Drop(100_000), new Fault.WholeInsteadOfRange());
        assertThat(pull().resolve(LARGE)).hasBinaryContent(content);
        requireResumed(delivered(), 100_000);
    }

    @Test
    void anotherRangeThanTheOneAskedForIsNotTaken() {
        server.fault(digestPath(), new Fault.Drop(100_000), new Fault.OtherRange());
        assertThat(pull().resolve(LARGE)).hasBinaryContent(content);
        List<String> ranges = delivered();
        requireResumed(ranges.subList(0, 2), 100_000);
        assertThat(ranges.subList(2, ranges.size())).containsOnlyNulls().hasSize(1);
    }

    @Test
    void aStalledConnectionIsGivenUpAndTriedAgain() {
        test.stallAfter = Duration.ofMillis(300);
        server.fault(digestPath(), new Fault.Stall(100_000));
        assertThat(pull().resolve(LARGE)).hasBinaryContent(content);
        assertThat(test.said).singleElement().asString().contains("stopped sending");
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.fault(
                "/revision/main",
                new Fault.Status(429, Map.of("Retry-After", "17")),
                new Fault.Status(429, Map.of("Retry-After", "Tue, 24 Nov 2026 10:00:40 GMT")),
                new Fault.Status(429, Map.of()));
        pull();
        assertThat(test.waits).hasSize(3);
        assertThat(test.waits.subList(0, 2)).containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(40));
        assertThat(test.waits.getLast()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void doesNotWaitForHours() {
        server.fault("/revision/main", new Fault.Status(429, Map.of("Retry-After", "7200")));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("429")
                .hasMessageContaining("7200 s");
        assertThat(test.waits).isEmpty();
    }

    @Test
    void givesUpAfterTriesWithoutProgress() {
        Fault busy = new Fault.Status(503, Map.of());
        server.fault("/revision/main", busy, busy, busy, busy, busy, busy, busy);
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("503")
                .hasMessageContaining("HF_ENDPOINT");
        assertThat(server.requests).hasSize(Patience.MOST_TRIES);
    }

    @Test
    void alteredContentIsRefusedAndLeavesNothing() throws IOException {
        server.fault("/" + SMALL, new Fault.Alter());
        assertThatThrownBy(this::pull).isInstanceOf(ModelUnfitException.class).hasMessageContaining("git sha1");
        server.fault(digestPath(), new Fault.Alter());
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(LARGE)
                .hasMessageContaining(HubServer.hex("SHA-256", content));
        assertThat(remaining()).isEmpty();
        assertThat(Hub.snapshot(settings(), NAME)).isEmpty();
    }

    @Test
    void moreThanListedIsCutOff() throws IOException {
        server.fault(digestPath(), new Fault.Length(70_000));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("more than the 300000 bytes");
        assertThat(remaining()).isEmpty();
    }

    @Test
    void lessThanListedIsTriedAgain() {
        server.fault(digestPath(), new Fault.Length(-1000));
        assertThat(pull().resolve(LARGE)).hasBinaryContent(content);
        assertThat(delivered()).containsExactly(null, "bytes=299000-");
    }

    @Test
    void saysWhyNothingIsGivenOut() {
        server.token = "hf_right";
        HubSettings without =
                new HubSettings(server.endpoint(), temp.resolve("hub"), Optional.empty(), false, NO_PROXY);
        ClueException refused = catchThrowableOfType(ClueException.class, () -> pull(without));
        assertThat(refused).isInstanceOf(ModelUnavailableException.class).hasMessageContainingAll("401", "HF_TOKEN");
        assertThat(test.waits).isEmpty();

        server.token = null;
        server.fault("/revision/main", new Fault.Status(403, Map.of("X-Error-Code", "GatedRepo")));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContainingAll("403", "accept its terms", "HF_TOKEN");
        assertThatThrownBy(() -> listing("hf:maker/other"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("404", "hf:maker/other");
        assertThatThrownBy(() -> listing("hf:maker/model@v9"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no revision \"v9\"");
    }

    @Test
    void anUnreachableHubIsSaidToBe() {
        HubSettings nobody = new HubSettings(
                URI.create("http://127.0.0.1:1"), temp.resolve("hub"), Optional.empty(), false, NO_PROXY);
        assertThatThrownBy(() -> pull(nobody))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContainingAll("127.0.0.1", "cannot be reached");
        HubSettings offline = new HubSettings(server.endpoint(), temp.resolve("hub"), Optional.empty(), true, NO_PROXY);
        assertThatThrownBy(() -> pull(offline))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../.bashrc",
                "/etc/passwd",
                "onnx/../../x",
                "..",
                "a//b",
                "a\\\\b",
                "C:x",
                "onnx/./x",
                "a\\u0000b",
                "a\\nb",
                ""
            })
    void refusesNamesThatLeadOutOfTheFolder(String path) {
        server.fault("/revision/main", new Fault.Body("""
                {"sha": "%s", "siblings": [{"rfilename": "%s", "size": 3,
                 "blobId": "0967ef424bce6791893e9a57bb952f80fd536e93"}]}""".formatted(HubServer.COMMIT, path)));
        assertThatThrownBy(this::pull).isInstanceOf(ModelUnfitException.class);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "[]",
                "{\"sha\": \"../../x\", \"siblings\": []}",
                "{\"sha\": \"0123456789abcdef0123456789abcdef01234567\"}",
                "{\"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": [{\"rfilename\": \"a\"}]}",
                "{\"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": [{\"rfilename\": \"a\","
                        + " \"size\": 1, \"lfs\": {\"sha256\": \"../x\", \"size\": 1}}]}"
            })
    void refusesWhatIsNoListing(String answer) {
        server.fault("/revision/main", new Fault.Body(answer));
        assertThatThrownBy(this::pull).isInstanceOf(ModelUnfitException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "", "ftp://x/y", "http://[", "javascript:1"})
    void refusesRedirectsToWhatIsNoWebServer(String target) {
        server.fault("/revision/main", new Fault.Status(302, Map.of("Location", target)));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("redirects");
    }

    @Test
    void showsOfARedirectNoNameAndNoPassword() {
        server.fault(
                "/revision/main",
                new Fault.Status(302, Map.of("Location", "ftp://me:sk-secret@other.example/sk-secret?sk-secret")));
        assertThatThrownBy(this::pull)
                .hasMessageContaining("is not followed: ftp://other.example.")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("sk-secret"));
    }

    @Test
    void doesNotRedirectForEver() {
        Fault again = new Fault.Status(307, Map.of("Location", "/api/models/maker/model/revision/main"));
        server.fault("/revision/main", Stream.generate(() -> again).limit(20).toArray(Fault[]::new));
        assertThatThrownBy(this::pull)
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("more than 8 times");
    }

    @Test
    void saysWhatTheDiskLacks() {
        test.free = 1 << 20;
        assertThatThrownBy(this::pull)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("free", "HF_HUB_CACHE");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void severalMayFetchAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Path>> pulls = Stream.generate(() -> threads.submit(() -> pull(settings())))
                    .limit(3)
                    .toList();
            for (Future<Path> pull : pulls) {
                assertThat(pull.get().resolve(LARGE)).hasBinaryContent(content);
            }
        }
        assertThat(delivered()).hasSize(1);
    }

    @Test
    void removesWhatNoOtherRevisionShows() throws IOException {
        Path first = pull();
        server.commit = "fedcba9876543210fedcba9876543210fedcba98";
        server.offer(NAME.repository(), SMALL, "[]\n".getBytes(StandardCharsets.UTF_8));
        Path second = pull();
        assertThat(Removal.of(settings(), NAME, HubServer.COMMIT, List.of(LARGE, SMALL)))
                .isEqualTo(3);
        assertThat(first).doesNotExist();
        assertThat(second.resolve(LARGE)).hasBinaryContent(content);
        assertThat(Removal.of(settings(), NAME, server.commit, List.of(LARGE, SMALL)))
                .isEqualTo(BYTES + 3);
        assertThat(temp.resolve("hub/models--maker--model")).doesNotExist();
    }

    @Test
    void readsTheHubsEnvironment() throws IOException {
        Path home = temp;
        HubSettings plain = HubSettings.of(Map.of(), home);
        assertThat(plain.endpoint()).hasToString("https://huggingface.co");
        assertThat(plain.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(HubSettings.of(Map.of("HF_HOME", "~/h"), home).cache()).isEqualTo(home.resolve("h/hub"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x"), home).cache())
                .isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubSettings.of(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c"), home)
                        .cache())
                .isEqualTo(Path.of("/c"));
        assertThat(HubSettings.of(Map.of("HF_ENDPOINT", "https://mirror/"), home)
                        .endpoint())
                .hasToString("https://mirror");
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "1"), home).offline())
                .isTrue();
        Files.createDirectories(home.resolve(".cache/huggingface"));
        Files.writeString(home.resolve(".cache/huggingface/token"), "hf_file\n");
        assertThat(HubSettings.of(Map.of(), home).token().map(Secret::bearer)).contains("Bearer hf_file");
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "hf_env"), home).token().map(Secret::bearer))
                .contains("Bearer hf_env");
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "t", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"), home)
                        .token())
                .isEmpty();
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "http://mirror", "HF_TOKEN", "t"), home))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("unencrypted");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "mirror"), home))
                .isInstanceOf(ConfigurationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf:a",
                "hf:a/b/c",
                "hf:../b",
                "hf:a/..",
                "hf:a/b@",
                "hf:a/b@../x",
                "hf:a/b@/x",
                "hf:a--b/c",
                "hf:/b"
            })
    void refusesWhatIsNoRepository(String name) {
        assertThatThrownBy(() -> HubName.parse(name)).isInstanceOf(ConfigurationException.class);
    }

    private Path pull() {
        return pull(settings());
    }

    private Path pull(HubSettings settings) {
        try (Hub hub = test.open(settings)) {
            HubListing listing = hub.listing(NAME, test.listener());
            hub.requireRoom(listing, listing.files());
            listing.files().forEach(file -> hub.fetch(listing, file, test.listener()));
            return hub.place(listing, listing.files());
        }
    }

    private void listing(String name) {
        try (Hub hub = test.open(settings())) {
            hub.listing(HubName.parse(name), PullListener.NONE);
        }
    }

    private HubSettings settings() {
        return server.settings(temp.resolve("hub"));
    }

    private String digestPath() {
        return "/repos/" + HubServer.hex("SHA-256", content) + "/" + LARGE;
    }

    /** The ranges that were asked of the network that delivers. */
    /**
     * The first request was for all of it, and each later one for what was missing.
     *
     * @param sent how many bytes had been sent before each later one; the last of them may be lost with the connection
     */
    private static void requireResumed(List<String> ranges, int... sent) {
        assertThat(ranges).hasSize(sent.length + 1);
        assertThat(ranges.getFirst()).isNull();
        int before = 0;
        for (int i = 0; i < sent.length; i++) {
            assertThat(ranges.get(i + 1)).matches("bytes=\\d+-");
            int from = Integer.parseInt(ranges.get(i + 1).replaceAll("\\D", ""));
            assertThat(from).isGreaterThan(before).isLessThanOrEqualTo(sent[i]);
            before = from;
        }
    }

    private List<String> delivered() {
        return server.requestsFor(digestPath()).stream()
                .map(HubServer.Request::range)
                .toList();
    }

    private List<Path> remaining() throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("hub"))) {
            return files.filter(file -> file.toString().contains(HubServer.hex("SHA-256", content)))
                    .filter(file -> !file.toString().contains(".locks"))
                    .toList();
        }
    }
}
