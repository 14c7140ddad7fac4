package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clue.model.AnswerProbability;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the protocol as vLLM does, with a mind that is scripted, and that does what a real server will not
 * do on command. Everything goes over a real connection.
 */
public final class ScriptedServer implements AutoCloseable {

    /** The model it has. */
    public static final String MODEL = "scripted";

    private static final int OK = 200;
    private static final long GIGABYTE = 1L << 30;
    private static final int BLANKS = 1 << 16;
    private static final int IMAGE_TOKENS = 64;
    private static final int FEW_WORDS = 16;
    private static final int CONTEXT_CHARACTERS = 100_000;

    private final Mind mind;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, BufferedImage> known = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable BufferedImage> previous = new AtomicReference<>();
    private final AtomicInteger chats = new AtomicInteger();
    private final AtomicInteger inWork = new AtomicInteger();
    private final AtomicInteger mostInWork = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;
    private volatile int soundChats;
    private volatile String redirection = "";
    private volatile long delayMillis;
    private volatile String repeated = "";
    private volatile String context = "\"max_model_len\": 4096";

    /** What the model answers. */
    public interface Mind {

        /** The probabilities of Yes and No. */
        AnswerProbability answer(@Nullable BufferedImage image, String question);

        /** The next turn. */
        String say(@Nullable BufferedImage image, String lastTurn);
    }

    /**
     * A request that came.
     *
     * @param path where to
     * @param authorization the header, or null
     * @param proxyAuthorization the header, or null
     * @param body what was sent, perhaps missing
     */
    public record Request(
            String path,
            @Nullable String authorization,
            @Nullable String proxyAuthorization,
            JsonNode body) {}

    private ScriptedServer(Mind mind, HttpServer http) {
        this.mind = mind;
        this.http = http;
    }

    /** Starts a server. */
    public static ScriptedServer start(Mind mind) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ScriptedServer server = new ScriptedServer(mind, http);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The base address. */
    public String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1";
    }

    /** From now on it does this wrong. */
    public void fault(Fault chosen) {
        faultAfter(0, chosen);
    }

    /** After this many more chat requests it does this wrong. */
    public void faultAfter(int sound, Fault chosen) {
        soundChats = chats.get() + sound;
        fault = chosen;
    }

    /** Where {@link Fault#REDIRECTS} sends to. */
    public void redirectTo(String address) {
        redirection = address;
    }

    /**
     * What it shows wherever it can, as a server that repeats the key does: in its version, its list of models, and, where it
     * answers wrongly, the name of the model and the first token.
     *
     * @param json as it is written between the quotes of JSON
     */
    public void repeats(String json) {
        repeated = json;
    }

    /** How long a prompt it says that it takes, as JSON. */
    public void contextTokens(String json) {
        context = "\"max_model_len\": " + json;
    }

    /** The context that it says it has, where llama.cpp says it, as JSON. */
    public void llamaContextTokens(String json) {
        context = "\"meta\": {\"n_ctx\": " + json + "}";
    }

    /** How long each answer takes. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** What came so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The chat requests that came so far. */
    public List<Request> chats() {
        return requests.stream()
                .filter(request -> request.path().endsWith("/chat/completions"))
                .toList();
    }

    /** The most chat requests that were in work at the same time. */
    public int mostInWork() {
        return mostInWork.get();
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            String path = exchange.getRequestURI().getPath();
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            JsonNode body = bytes.length == 0 ? Json.missing() : Json.read(bytes);
            requests.add(new Request(
                    path,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Proxy-Authorization"),
                    body));
            switch (path) {
                case "/v1/models" -> models(exchange);
                case "/version" -> send(exchange, OK, "{\"version\": \"0.0.0" + repeated + "\"}");
                case "/tokenize" -> tokenize(exchange, body);
                case "/v1/chat/completions" -> chat(exchange, body);
                default -> error(exchange, 404, "Not Found", "");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void models(HttpExchange exchange) throws IOException, InterruptedException {
        switch (fault) {
            case NO_MODEL ->
                send(exchange, OK, "{\"data\": [{\"id\": \"llama" + repeated + "\"}, {\"id\": \"qwen\"}]}");
            default ->
                send(
                        exchange,
                        OK,
                        "{\"data\": [{\"id\": \"" + MODEL + "\", \"root\": \"/models/scripted\", " + context + "}]}");
        }
    }

    private void tokenize(HttpExchange exchange, JsonNode body) throws IOException {
        int id = FirstToken.WORDS.indexOf(body.path("prompt").asText(""));
        send(exchange, OK, "{\"count\": 1, \"tokens\": [" + (100 + id) + "]}");
    }

    private void chat(HttpExchange exchange, JsonNode body) throws IOException, InterruptedException {
        int number = chats.incrementAndGet();
        Fault now = number <= soundChats ? Fault.NONE : fault;
        mostInWork.accumulateAndGet(inWork.incrementAndGet(), Math::max);
        try {
            if (delayMillis > 0) {
                Thread.sleep(delayMillis);
            }
            chat(exchange, body, now, number);
        } finally {
            inWork.decrementAndGet();
        }
    }

    private void chat(HttpExchange exchange, JsonNode body, Fault now, int number)
            throws IOException, InterruptedException {
        switch (now) {
            case STALLS -> closed.await();
            case STALLS_HALFWAY -> {
                exchange.sendResponseHeaders(OK, 1000);
                exchange.getResponseBody().write("{\"choices\": [".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                closed.await();
            }
            case HALF_CLOSED -> {
                exchange.sendResponseHeaders(OK, 1000);
                exchange.getResponseBody().write("{\"choices\": [".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            case CLOSES -> {}
            case BUSY_FOR_EVER -> busy(exchange);
            case STORM -> {
                if (number % 3 == 0) {
                    answer(exchange, body, now);
                } else {
                    busy(exchange);
                }
            }
            case FAILS -> error(exchange, 500, "CUDA error: out of memory", "");
            case FLICKERS -> {
                if (number % 2 == 0) {
                    answer(exchange, body, now);
                } else {
                    error(exchange, 502, "Bad Gateway", "");
                }
            }
            case INVALID_JSON -> send(exchange, OK, "{\"choices\": [{\"message\": nonsense}]}");
            case CUT_JSON -> send(exchange, OK, "{\"choices\": [{\"message\": {\"content\": \"No");
            case WEB_PAGE -> send(exchange, OK, "<!DOCTYPE html><html><body>Log in</body></html>");
            case OTHER_JSON -> send(exchange, OK, "{\"status\": \"ok\"}");
            case ERROR_AS_SUCCESS -> send(exchange, OK, "{\"error\": {\"message\": \"the model is loading\"}}");
            case ENDLESS -> endless(exchange);
            case GIGABYTE -> {
                exchange.sendResponseHeaders(OK, GIGABYTE);
                blanks(exchange, GIGABYTE);
            }
            case REDIRECTS -> {
                exchange.getResponseHeaders().set("Location", redirection + "/chat/completions");
                exchange.sendResponseHeaders(307, -1);
            }
            case UNAUTHORISED ->
                error(
                        exchange,
                        401,
                        "Incorrect API key provided: "
                                + exchange.getRequestHeaders().getFirst("Authorization"),
                        "invalid_api_key");
            case FILTERS -> error(exchange, 400, "The response was filtered", "content_filter");
            case TEXT_ONLY -> {
                if (body.toString().contains("image_url")) {
                    error(exchange, 400, "At most 0 image(s) may be provided: this is not a multimodal model", "");
                } else {
                    answer(exchange, body, now);
                }
            }
            case REFUSES_LOGPROBS -> {
                if (body.has("logprobs")) {
                    error(exchange, 400, "logprobs are not supported with this model", "");
                } else {
                    answer(exchange, body, now);
                }
            }
            case TOO_LONG ->
                error(
                        exchange,
                        400,
                        "'max_tokens' or 'max_completion_tokens' is too large: 1. This model's maximum context length is 1024"
                                + " tokens and your request has 1200 input tokens.",
                        "BadRequestError");
            case STRICT -> strict(exchange, body);
            default -> answer(exchange, body, now);
        }
    }

    private void strict(HttpExchange exchange, JsonNode body) throws IOException {
        for (Field field : List.of(
                Field.MAX_TOKENS,
                Field.TOP_K,
                Field.CHAT_TEMPLATE_KWARGS,
                Field.LOGPROB_TOKEN_IDS,
                Field.SEED,
                Field.RESPONSE_FORMAT)) {
            if (body.has(field.wire())) {
                error(exchange, 400, "Unrecognized request argument supplied: " + field.wire(), "");
                return;
            }
        }
        if (body.toString().contains("\"uuid\"")) {
            error(exchange, 400, "Unknown parameter: 'messages[0].content[0].uuid'.", "unknown_parameter");
        } else if (body.path("top_logprobs").asInt(0) > 5) {
            error(exchange, 400, "Invalid value for 'top_logprobs': must be at most 5", "");
        } else {
            answer(exchange, body, Fault.NONE);
        }
    }

    private void answer(HttpExchange exchange, JsonNode body, Fault now) throws IOException {
        JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
        JsonNode first = body.path("messages").path(0);
        BufferedImage image;
        try {
            image = image(first, now);
        } catch (IllegalArgumentException e) {
            error(exchange, 400, e.getMessage(), "BadRequestError");
            return;
        }
        String text = text(last);
        if (text.length() > CONTEXT_CHARACTERS) {
            error(exchange, 400, "This model's maximum context length is 1024 tokens", "BadRequestError");
            return;
        }
        ObjectNode answer = Json.object().put("id", "chatcmpl-1").put("object", "chat.completion");
        answer.put(
                "model",
                now == Fault.WRONG_MODEL
                        ? "another-model" + unescaped()
                        : body.path("model").asText(""));
        ArrayNode choices = answer.putArray("choices");
        int tokens = 0;
        for (int i = 0; i < body.path("n").asInt(1); i++) {
            ObjectNode choice = choices.addObject().put("index", i);
            tokens += body.path("logprobs").asBoolean()
                    ? scored(
                            choice,
                            now == Fault.NO_PRIOR && image == null
                                    ? new AnswerProbability(0, 0)
                                    : mind.answer(image, text),
                            body,
                            now)
                    : said(choice, mind.say(image, text), body, now, i);
        }
        answer.putObject("usage")
                .put("prompt_tokens", 10 + text.length() / 4 + (image == null ? 0 : IMAGE_TOKENS))
                .put("completion_tokens", tokens)
                .putObject("prompt_tokens_details")
                .put("cached_tokens", 4);
        send(exchange, OK, answer.toString());
    }

    private @Nullable BufferedImage image(JsonNode message, Fault now) throws IOException {
        for (JsonNode part : message.path("content")) {
            if (part.path("type").asText("").equals("image_url")) {
                BufferedImage sent = image(part);
                return switch (now) {
                    case DROPS_IMAGES -> null;
                    case PREVIOUS_IMAGE -> previous.getAndSet(sent);
                    default -> sent;
                };
            }
        }
        return null;
    }

    private BufferedImage image(JsonNode part) throws IOException {
        String name = part.path("uuid").asText("");
        String url = part.path("image_url").path("url").asText("");
        if (url.isEmpty()) {
            BufferedImage remembered = fault == Fault.FORGETS_IMAGES ? null : known.get(name);
            if (remembered == null) {
                throw new IllegalArgumentException("Expected a cached item for the image, but it is not there");
            }
            return remembered;
        }
        byte[] bytes = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(bytes));
        if (decoded == null) {
            throw new IllegalArgumentException("cannot identify image file");
        }
        if (!name.isEmpty()) {
            known.put(name, decoded);
        }
        return decoded;
    }

    private static String text(JsonNode message) {
        if (message.path("content").isTextual()) {
            return message.path("content").textValue();
        }
        StringBuilder text = new StringBuilder();
        message.path("content").forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static int said(ObjectNode choice, String text, JsonNode body, Fault now, int sample) {
        List<String> words = List.of(text.split("(?<= )"));
        int most =
                body.path("max_tokens").asInt(body.path("max_completion_tokens").asInt(Integer.MAX_VALUE));
        int spoken = Math.min(words.size(), most);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", String.join("", words.subList(0, spoken)));
        if (now == Fault.THINKS) {
            message.put("reasoning_content", "Let me see.");
        }
        choice.put("finish_reason", spoken < words.size() ? "length" : "stop");
        boolean summary = body.path("messages").size() > 1;
        boolean hit = switch (now) {
            case FILTERS_THOUGHTS, DECLINES_TO_THINK, SAYS_NOTHING -> !summary && isLong(most);
            case FILTERS_SUMMARIES, DECLINES_TO_SUMMARISE -> summary;
            case FILTERS_A_SAMPLE, DECLINES_A_SAMPLE -> sample == 1;
            default -> false;
        };
        if (hit) {
            message.putNull("content");
            switch (now) {
                case FILTERS_THOUGHTS, FILTERS_SUMMARIES, FILTERS_A_SAMPLE -> {
                    choice.put("finish_reason", "content_filter");
                    message.put("content", "");
                }
                case DECLINES_TO_THINK, DECLINES_TO_SUMMARISE, DECLINES_A_SAMPLE ->
                    message.put("refusal", "I cannot help with that.");
                default -> {}
            }
        }
        choice.putNull("logprobs");
        return spoken;
    }

    /** Whether it is more than a word: what is asked to see whether it sees is answered. */
    private static boolean isLong(int most) {
        return most > FEW_WORDS;
    }

    /** Splits Yes over its two usual tokens, so that only their sum is right. */
    private int scored(ObjectNode choice, AnswerProbability answer, JsonNode body, Fault now) throws IOException {
        AnswerProbability given =
                now == Fault.LITTLE_MASS ? new AnswerProbability(answer.yes() / 100, answer.no() / 100) : answer;
        List<Map.Entry<String, Double>> tokens = new ArrayList<>();
        tokens.add(Map.entry(" Yes", given.yes() * 0.75));
        tokens.add(Map.entry("yes", given.yes() * 0.25));
        tokens.add(Map.entry("No", given.no() * 0.9));
        tokens.add(Map.entry(" NO", given.no() * 0.1));
        tokens.add(Map.entry("The" + unescaped(), Math.max(0, 1 - given.yes() - given.no())));
        tokens.sort((one, other) -> Double.compare(other.getValue(), one.getValue()));
        String sampled =
                now == Fault.LATER_LOGPROBS ? "Certainly" : tokens.getFirst().getKey();
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").put("content", sampled);
        if (now == Fault.THINKS) {
            message.put("reasoning_content", "Let me see.");
        }
        choice.put("finish_reason", "length");
        ObjectNode logprobs = Json.object();
        ObjectNode first = logprobs.putArray("content").addObject();
        logprob(first, tokens.getFirst(), now);
        ArrayNode top = first.putArray("top_logprobs");
        tokens.stream()
                .limit(Math.max(1, body.path("top_logprobs").asInt(0)))
                .forEach(token -> logprob(top.addObject(), token, now));
        switch (now) {
            case NO_LOGPROBS -> choice.putNull("logprobs");
            case MISPLACED_LOGPROBS -> message.set("logprobs", logprobs);
            default -> choice.set("logprobs", logprobs);
        }
        return 1;
    }

    private String unescaped() throws IOException {
        return Json.read("\"" + repeated + "\"").textValue();
    }

    private static void logprob(ObjectNode json, Map.Entry<String, Double> token, Fault now) {
        json.put("token", token.getKey());
        switch (now) {
            case POSITIVE_LOGPROBS -> json.put("logprob", token.getValue());
            case UNREADABLE_LOGPROBS -> json.put("logprob", "NaN");
            default -> json.put("logprob", token.getValue() == 0 ? -9999.0 : Math.log(token.getValue()));
        }
    }

    private static void busy(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("retry-after-ms", "10");
        error(exchange, 429, "Rate limit reached", "rate_limit_exceeded");
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(OK, 0);
        blanks(exchange, Long.MAX_VALUE);
    }

    private void blanks(HttpExchange exchange, long length) throws IOException {
        byte[] blanks = " ".repeat(BLANKS).getBytes(StandardCharsets.UTF_8);
        OutputStream out = exchange.getResponseBody();
        for (long sent = 0; sent < length && closed.getCount() > 0; sent += BLANKS) {
            out.write(blanks);
        }
    }

    private static void error(HttpExchange exchange, int status, String message, String code) throws IOException {
        ObjectNode error = Json.object();
        error.putObject("error").put("message", message).put("code", code);
        send(exchange, status, error.toString());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
