package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.openai.Transport.Effort;
import dev.clue.openai.Transport.Length;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often and when a request is sent, with a clock that only pauses move. */
@Timeout(60)
class TransportTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ScriptedServer scripted = ScriptedServer.start(new HashMind());
    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        scripted.close();
    }

    @Test
    void pausesGrowAndAreNeverTheSame() {
        scripted.fault(Fault.FAILS);
        assertThatThrownBy(() -> send(transport(Duration.ofMinutes(5), 6)))
                .isInstanceOf(ModelUnavailableException.class);
        assertThat(scripted.chats()).hasSize(6);
        assertThat(pauses).hasSize(5);
        for (int i = 0; i < pauses.size(); i++) {
            long middle = 500L << i;
            assertThat(pauses.get(i).toMillis()).isBetween(middle / 2, middle * 3 / 2);
        }
        assertThat(pauses.stream().map(pause -> pause.toMillis() % 500))
                .as("jitter")
                .doesNotContainSequence(0L, 0L);
    }

    @Test
    void aServerThatSaysWhenIsAskedThen() {
        scripted.fault(Fault.BUSY_FOR_EVER);
        assertThatThrownBy(() -> send(transport(Duration.ofMinutes(5), 4)))
                .isInstanceOf(ModelUnavailableException.class);
        assertThat(pauses).hasSize(3).containsOnly(Duration.ofMillis(10));
    }

    @Test
    void allAttemptsEndWithTheTimeForThem() {
        scripted.fault(Fault.FAILS);
        assertThatThrownBy(() -> send(transport(Duration.ofSeconds(3), 100)))
                .isInstanceOf(ModelUnavailableException.class);
        assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isLessThan(3000);
        assertThat(scripted.chats()).hasSizeLessThan(8);
    }

    /** What a pause takes is no longer there for the answer. */
    @Test
    void theTimeInAllIsNotBegunAnewAfterAPauseForEverybody() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/", request -> {
            asked.incrementAndGet();
            request.getResponseHeaders().set("Retry-After", "10");
            request.sendResponseHeaders(429, -1);
            request.close();
        });
        busy.start();
        Endpoint endpoint = Endpoint.of("http://127.0.0.1:" + busy.getAddress().getPort() + "/v1", null);
        try (Transport transport = transport(endpoint, Duration.ofSeconds(10), 1)) {
            assertThatThrownBy(() -> send(transport)).hasMessageContaining("too busy (HTTP 429)");
            assertThatThrownBy(() -> send(transport)).hasMessageContaining("waited for 10 s and was not sent");
            assertThat(pauses).containsExactly(Duration.ofSeconds(10));
            assertThat(asked).hasValue(1);
        } finally {
            busy.stop(0);
        }
    }

    @Test
    void ofARedirectNoPasswordIsShown() {
        Transport transport = transport(Duration.ofMinutes(5), 1);
        scripted.redirectTo("https://me:sk-secret@other.example:8443/v1");
        scripted.fault(Fault.REDIRECTS);
        assertThatThrownBy(() -> send(transport))
                .hasMessageContaining("to https://other.example:8443,")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("sk-secret"));
    }

    @Test
    void whatIsNoJsonIsTriedAFewTimesOnly() {
        scripted.fault(Fault.WEB_PAGE);
        assertThatThrownBy(() -> send(transport(Duration.ofMinutes(5), 8))).isInstanceOf(ModelUnfitException.class);
        assertThat(scripted.chats()).hasSize(3);
    }

    @Test
    void whatWillNotPassIsTriedOnce() {
        for (Fault fault : List.of(Fault.UNAUTHORISED, Fault.REDIRECTS, Fault.GIGABYTE)) {
            scripted.fault(fault);
            int before = scripted.chats().size();
            // A key that is refused may be replaced: the model is as fit as before.
            assertThatThrownBy(() -> send(transport(Duration.ofMinutes(5), 8)))
                    .isInstanceOf(
                            fault == Fault.UNAUTHORISED ? ModelUnavailableException.class : ModelUnfitException.class);
            assertThat(scripted.chats()).as("requests with %s", fault).hasSize(before + 1);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void aServerThatIsLeftAloneIsTriedAgainLater() throws Exception {
        Transport transport = transport(Duration.ofMinutes(5), 4);
        scripted.fault(Fault.FAILS);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> send(transport)).isInstanceOf(ModelUnavailableException.class);
        }
        int before = scripted.chats().size();
        assertThatThrownBy(() -> send(transport)).hasMessageContaining("was not asked");
        assertThat(scripted.chats()).hasSize(before);
    }

    @Test
    void requestsGoThroughTheProxyOfTheEnvironment() throws Exception {
        Endpoint behind = Endpoint.of("http://model.invalid/v1", null);
        String proxy = scripted.address().replace("/v1", "").replace("http://", "http://me:p%40ss@");
        try (Transport transport =
                new Transport(behind, options(Duration.ofSeconds(5), 1), Map.of("HTTP_PROXY", proxy))) {
            JsonNode models = transport.send(behind.of("/models"), null, Length.ANY, Effort.ALL);
            assertThat(models.at("/data/0/id").asText()).isEqualTo(ScriptedServer.MODEL);
        }
        String header = Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
        assertThat(scripted.requests().getFirst().proxyAuthorization()).isEqualTo("Basic " + header);
        assertThat(scripted.requests().getFirst().authorization()).isNull();
    }

    @Test
    void aHostThatIsNotThereIsNamed() {
        Endpoint nowhere = Endpoint.of("http://model.invalid/v1", null);
        try (Transport transport = new Transport(nowhere, options(Duration.ofSeconds(5), 1), Map.of())) {
            assertThatThrownBy(() -> transport.send(nowhere.of("/models"), null, Length.ANY, Effort.ALL))
                    .isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("http://model.invalid/v1 cannot be reached: there is no host of that name");
        }
    }

    @Test
    void aCertificateThatNobodySignedIsRefused() throws Exception {
        HttpsServer https = https();
        try {
            Endpoint endpoint =
                    Endpoint.of("https://localhost:" + https.getAddress().getPort() + "/v1", null);
            try (Transport transport = new Transport(endpoint, options(Duration.ofSeconds(20), 3), Map.of())) {
                assertThatThrownBy(() -> transport.send(endpoint.of("/models"), null, Length.ANY, Effort.ALL))
                        .isInstanceOf(ModelUnfitException.class)
                        .hasMessageContaining("cannot be trusted")
                        .hasMessageContaining("javax.net.ssl.trustStore");
            }
        } finally {
            https.stop(0);
        }
    }

    /** A server with a certificate that it has signed itself. */
    private HttpsServer https() throws Exception {
        Path store = folder.resolve("server.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        https.start();
        return https;
    }

    private static JsonNode send(Transport transport) throws Refusal, ModelException {
        Endpoint endpoint = transport.endpoint();
        byte[] body = Json.bytes(Json.object().put("model", ScriptedServer.MODEL));
        return transport.send(endpoint.of("/chat/completions"), body, Length.SHORT, Effort.ALL);
    }

    private Transport transport(Duration total, int attempts) {
        scripted.redirectTo("http://127.0.0.2:9/v1");
        return transport(Endpoint.of(scripted.address(), null), total, attempts);
    }

    private Transport transport(Endpoint endpoint, Duration total, int attempts) {
        TransportOptions options = options(total, attempts);
        Exchange exchange = new Exchange(endpoint, options, Map.of(), Clock.systemUTC());
        return new Transport(
                endpoint,
                options,
                exchange,
                pause -> {
                    pauses.add(pause);
                    clock.addAndGet(pause.toNanos());
                },
                clock::get);
    }

    private static TransportOptions options(Duration total, int attempts) {
        return new TransportOptions(Duration.ofSeconds(5), Duration.ofSeconds(5), attempts, total, 4, 1 << 20);
    }
}
