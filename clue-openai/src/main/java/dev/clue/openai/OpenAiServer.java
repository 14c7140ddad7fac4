package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import dev.clue.model.TextModel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that speaks OpenAI's chat protocol, and the models behind it. Nothing is sent before a model is opened. May be
 * used by several threads at once; closing it ends what is still in work.
 */
public final class OpenAiServer implements AutoCloseable {

    /** What goes before a model's name where models are named. */
    public static final String PREFIX = "openai:";

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiServer.class);

    /** Version of how requests are written and answers are read: part of what scores depend on. */
    private static final String REQUESTS = "2";

    private static final int SHOWN_MODELS = 8;
    private static final int SECRET_BYTES = 16;

    private final Endpoint endpoint;
    private final Transport transport;
    private final String secret;

    private OpenAiServer(Endpoint endpoint, Transport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        this.secret = HexFormat.of().formatHex(random);
    }

    /**
     * @param endpoint where it is
     * @param environment names the proxies ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY})
     */
    public static OpenAiServer at(Endpoint endpoint, TransportOptions options, Map<String, String> environment) {
        return over(endpoint, new Transport(endpoint, options, environment));
    }

    static OpenAiServer over(Endpoint endpoint, Transport transport) {
        return new OpenAiServer(endpoint, transport);
    }

    /**
     * Opens a multimodal model: asks the server whether it is there and has it.
     *
     * @param name the model's name, without {@value #PREFIX}
     * @param answers how answers become probabilities
     * @param leastMass P(Yes) + P(No) below which an answer means nothing and is refused, 0 to 1
     * @return the model, to be used until the server is closed
     * @throws ModelException if the server cannot be reached, does not let us in, or has no such model
     */
    public MultimodalModel multimodalModel(String name, AnswerMode answers, double leastMass) {
        return multimodalModel(name, answers, leastMass, Leader.ALWAYS);
    }

    /**
     * A model that answers about images, with the user's word on the first request about each.
     *
     * @param name the model's name, without {@value #PREFIX}
     * @param answers how answers become probabilities
     * @param leastMass P(Yes) + P(No) below which an answer means nothing and is refused, 0 to 1
     * @param leader whether a request about an image goes ahead of the others
     * @return the model, to be used until the server is closed
     * @throws ModelException if the server cannot be reached, does not let us in, or has no such model
     */
    public MultimodalModel multimodalModel(String name, AnswerMode answers, double leastMass, Leader leader) {
        return multimodalModel(name, answers, leastMass, leader, false);
    }

    /**
     * A model that answers about images, and that is watched for images that get lost where it judges.
     *
     * @param name the model's name, without {@value #PREFIX}
     * @param answers how answers become probabilities
     * @param leastMass P(Yes) + P(No) below which an answer means nothing and is refused, 0 to 1
     * @param leader whether a request about an image goes ahead of the others
     * @param watched whether the length of a prompt without an image is asked for where it is not known, once a prompt
     * @return the model, to be used until the server is closed
     * @throws ModelException if the server cannot be reached, does not let us in, or has no such model
     */
    public MultimodalModel multimodalModel(
            String name, AnswerMode answers, double leastMass, Leader leader, boolean watched) {
        Listed listed = requireModel(name);
        boolean vllm = version().isPresent();
        List<Integer> tokens = vllm && answers instanceof AnswerMode.LogProbabilities ? answerTokens(name) : List.of();
        Chat chat = new Chat(transport, name, fields(name, vllm), tokens);
        return new OpenAiModel(
                identity(name, listed.root(), "images " + Picture.VERSION, answers.toString()),
                chat,
                answers,
                leastMass,
                secret,
                leader,
                watched,
                this::concurrency);
    }

    /**
     * Opens a text model: asks the server whether it is there and has it.
     *
     * @param name the model's name, without {@value #PREFIX}
     * @return the model, to be used until the server is closed
     * @throws ModelException if the server cannot be reached, does not let us in, or has no such model
     */
    public TextModel textModel(String name) {
        return textModel(name, () -> {});
    }

    /**
     * The same for a server that has no other use: it is closed with the model, or when the model cannot be opened.
     *
     * @throws ModelException if the server cannot be reached, does not let us in, or has no such model
     */
    public TextModel onlyTextModel(String name) {
        try {
            return textModel(name, this::close);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private TextModel textModel(String name, Runnable closing) {
        Listed listed = requireModel(name, "--text-model");
        Chat chat = new Chat(transport, name, fields(name, version().isPresent()), List.of());
        return new OpenAiTextModel(identity(name, listed.root()), chat, closing);
    }

    /**
     * What the server says about itself, and what temperature does to its log-probabilities.
     *
     * @param name the model's name, without {@value #PREFIX}
     * @throws ModelException if the server cannot be reached, does not let us in, or has no such model
     */
    public ServerFacts facts(String name) {
        Listed listed = requireModel(name);
        Optional<String> version = version();
        List<Integer> tokens = version.isPresent() ? answerTokens(name) : List.of();
        Chat chat = new Chat(transport, name, fields(name, version.isPresent()), tokens);
        return new ServerFacts(version, listed.contextTokens(), !tokens.isEmpty(), TemperatureTrial.of(chat));
    }

    /** How many requests may be in work at the moment. */
    public int concurrency() {
        return transport.concurrency();
    }

    @Override
    public void close() {
        transport.close();
    }

    private KnownFields fields(String name, boolean vllm) {
        return endpoint.isOpenAi()
                ? KnownFields.ofOpenAi(name.matches("(gpt-[5-9]|o[0-9]).*"))
                : KnownFields.ofServer(vllm);
    }

    /**
     * How a server lists a model.
     *
     * @param root what the name stands for, or the name itself
     * @param contextTokens the longest prompt and answer, if the server says it
     */
    private record Listed(String root, OptionalLong contextTokens) {}

    private Listed requireModel(String name) {
        return requireModel(name, "--model");
    }

    /**
     * Asks for the list of models; a server without one is believed to have the model.
     *
     * @param option that names such a model
     */
    private Listed requireModel(String name, String option) {
        Listed unlisted = new Listed(name, OptionalLong.empty());
        JsonNode models;
        try {
            models = transport.send(endpoint.of("/models"), null, Transport.Length.ANY, Transport.Effort.FEW_ATTEMPTS);
        } catch (Refusal refusal) {
            LOG.debug("{} has no list of models: {}", endpoint.base(), refusal.getMessage());
            return unlisted;
        }
        List<String> names = new ArrayList<>();
        for (JsonNode model : models.path("data")) {
            String id = model.path("id").asText("");
            if (id.equals(name) || id.equals(name + ":latest")) {
                return new Listed(model.path("root").asText(name), contextTokens(model));
            }
            names.add(ServerWords.name(id));
        }
        if (names.isEmpty() || endpoint.isOpenAi()) {
            return unlisted;
        }
        throw new ModelUnfitException(endpoint.base() + " has no model \"" + name + "\". It has "
                + names.stream().limit(SHOWN_MODELS).collect(Collectors.joining(", "))
                + (names.size() > SHOWN_MODELS ? " and " + (names.size() - SHOWN_MODELS) + " more" : "")
                + ". Name one of them: " + option + " " + PREFIX + "NAME");
    }

    /** The longest prompt and answer, where vLLM says it, or else where llama.cpp does. */
    private static OptionalLong contextTokens(JsonNode model) {
        for (JsonNode said : List.of(model.path("max_model_len"), model.at("/meta/n_ctx"))) {
            if (said.isIntegralNumber() && said.canConvertToLong() && said.longValue() > 0) {
                return OptionalLong.of(said.longValue());
            }
        }
        return OptionalLong.empty();
    }

    /** The version of vLLM; empty for other servers. */
    private Optional<String> version() {
        if (endpoint.isOpenAi()) {
            return Optional.empty();
        }
        try {
            JsonNode version = transport
                    .send(endpoint.beside("/version"), null, Transport.Length.ANY, Transport.Effort.ONE_ATTEMPT)
                    .path("version");
            return version.isTextual()
                    ? Optional.of(version.textValue().replaceAll("[^\\w.+-]", ""))
                    : Optional.empty();
        } catch (Refusal | ModelException e) {
            LOG.debug("{} does not say that it is vLLM: {}", endpoint.base(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Ids of the ways to write Yes and No that are one token each; empty where the server does not tell. */
    private List<Integer> answerTokens(String name) {
        List<Integer> tokens = new ArrayList<>();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Integer>>> asked = FirstToken.WORDS.stream()
                    .map(word -> requests.submit(() -> token(name, word)))
                    .toList();
            for (Future<Optional<Integer>> id : asked) {
                id.get().filter(token -> !tokens.contains(token)).ifPresent(tokens::add);
            }
            return tokens;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof Refusal || e.getCause() instanceof ModelException)) {
                throw new IllegalStateException(e.getCause());
            }
            LOG.debug("{} does not tell the ids of tokens: {}", endpoint.base(), e.getMessage());
            return List.of();
        }
    }

    /** The id of a word that is one token. */
    private Optional<Integer> token(String name, String word) throws Refusal {
        ObjectNode request =
                Json.object().put("model", name).put("prompt", word).put("add_special_tokens", false);
        JsonNode ids = transport
                .send(
                        endpoint.beside("/tokenize"),
                        Json.bytes(request),
                        Transport.Length.ANY,
                        Transport.Effort.ONE_ATTEMPT)
                .path("tokens");
        return ids.size() == 1 && ids.path(0).isInt() ? Optional.of(ids.path(0).intValue()) : Optional.empty();
    }

    private ModelIdentity identity(String name, String root, String... settings) {
        String all = String.join(
                "\n", "openai", endpoint.base().toString(), name, root, REQUESTS, String.join("\n", settings));
        return new ModelIdentity(PREFIX + name, "sha256:" + Sha256.of(all));
    }
}
