package dev.clue.cli.engine;

import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnfitException;
import dev.clue.judge.JudgeModels;
import dev.clue.model.ImageDomain;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.MultimodalModel;
import dev.clue.model.ObjectDetector;
import dev.clue.model.TextModel;
import dev.clue.onnx.EngineOptions;
import dev.clue.onnx.ModelBundle;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.OnnxImageDomain;
import dev.clue.onnx.OnnxImageTextEncoder;
import dev.clue.onnx.OnnxObjectDetector;
import dev.clue.openai.AnswerMode;
import dev.clue.openai.Endpoint;
import dev.clue.openai.OpenAiServer;
import dev.clue.openai.ServerFacts;
import dev.clue.openai.TransportOptions;
import dev.clue.probe.KnownAnswers;
import dev.clue.probe.Sight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models behind the server that the environment names. Encoder, detector and image domain are local ones, if the user
 * names any: those that ship with clue know drawn pictogram scenes alone, and would misguide a model for photographs.
 *
 * @param environment names the server, the key and the proxies
 * @param store where local models are
 * @param memory which models were found to see
 * @param connector makes connections
 * @param warnings are told what people should know before a server is asked anything
 */
public record OpenAiSource(
        Map<String, String> environment,
        ModelStore store,
        ProbeMemory memory,
        Connector connector,
        Consumer<String> warnings) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiSource.class);

    /** A source whose warnings nobody hears. */
    public OpenAiSource(Map<String, String> environment, ModelStore store, ProbeMemory memory, Connector connector) {
        this(environment, store, memory, connector, warning -> {});
    }

    /** Makes a connection to a server. */
    @FunctionalInterface
    public interface Connector {

        /** The server at the endpoint. */
        OpenAiServer connect(Endpoint endpoint, TransportOptions options, Map<String, String> environment);
    }

    /** Models behind a real server. */
    public static OpenAiSource of(
            Map<String, String> environment, ModelStore store, ProbeMemory memory, Consumer<String> warnings) {
        return new OpenAiSource(environment, store, memory, OpenAiServer::at, warnings);
    }

    /**
     * Opens a model, after it has been seen to see and to answer rightly.
     *
     * @throws dev.clue.error.ConfigurationException if the address or the key cannot be used
     * @throws ModelException if the server cannot be reached, does not let us in, lacks the model, or the model is unfit
     */
    OpenModels open(ModelChoice choice) {
        return open(choice, true);
    }

    /** The same without looking whether it sees. */
    OpenModels openUnseen(ModelChoice choice) {
        return open(choice, false);
    }

    private OpenModels open(ModelChoice choice, boolean seen) {
        String name = choice.name().substring(OpenAiServer.PREFIX.length());
        if (name.isBlank()) {
            throw new ConfigurationException("\"" + choice.name() + "\" names no model: write " + OpenAiServer.PREFIX
                    + "NAME, with the name that the server gives it");
        }
        Endpoint endpoint = Endpoint.of(environment);
        ModelChoice.Server wanted = choice.server();
        Opened opened = new Opened(connect(endpoint, wanted.transport()), name);
        try {
            List<String> omissions = new ArrayList<>();
            MultimodalModel model =
                    opened.server.multimodalModel(name, wanted.answers(), wanted.answerMass(), wanted.leader(), seen);
            if (seen) {
                model = seen(model, choice.name() + " at " + endpoint.base(), wanted, omissions);
            }
            opened.take(model, bundle(wanted.localModels(), omissions), choice.threads(), omissions);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Opens a text model; closing it closes its connections.
     *
     * @param name {@code openai:NAME}
     * @param transport how patiently and how wide it is asked
     * @throws dev.clue.error.ConfigurationException if the address or the key cannot be used
     * @throws ModelException if the server cannot be reached, does not let us in, or lacks the model
     */
    public TextModel openText(String name, TransportOptions transport) {
        if (!name.startsWith(OpenAiServer.PREFIX)) {
            throw new ConfigurationException(name + ": there is no such text model; name one on the server at "
                    + Endpoint.BASE_URL + ": " + OpenAiServer.PREFIX + "NAME");
        }
        return connect(Endpoint.of(environment), transport).onlyTextModel(name.substring(OpenAiServer.PREFIX.length()));
    }

    /** A connection; what is to be known about it is said before anything goes over it. */
    private OpenAiServer connect(Endpoint endpoint, TransportOptions options) {
        if (endpoint.showsKeyOnTheWay()) {
            warnings.accept(
                    "the key goes to " + endpoint.base() + " unencrypted; use https unless the network is yours");
        }
        return connector.connect(endpoint, options, environment);
    }

    /**
     * The model once it is seen to see: shortly in every run, since the server may be another one than an hour ago. One that
     * answers wrongly may be the user's choice, and is asked again next time.
     */
    private MultimodalModel seen(MultimodalModel model, String who, ModelChoice.Server wanted, List<String> omissions) {
        askAboutNothing(model, wanted.answers());
        Sight.Manner manner =
                wanted.answers() instanceof AnswerMode.LogProbabilities ? Sight.Manner.SCORES : Sight.Manner.WORDS;
        if (memory.knows(model.identity())) {
            Sight.again(model, manner).require(who);
            return model;
        }
        Sight.of(model, manner).require(who);
        KnownAnswers known = KnownAnswers.of(model, manner);
        if (wanted.unproven() && !known.isSound()) {
            omissions.add(
                    who + " judges only because of --unproven-model: " + known.finding()
                            + "; each verdict says so, and none of them can be relied on before you have checked some yourself");
            return new UnprovenModel(model, known.finding());
        }
        known.require(who);
        memory.remember(model.identity());
        return model;
    }

    /**
     * Where there are scores, a model without priors would leave every image undecided. Where there are words, only the length
     * of the prompt matters, and a server that takes no question without an image may do without it.
     */
    private static void askAboutNothing(MultimodalModel model, AnswerMode answers) {
        if (!(answers instanceof AnswerMode.ReasoningOnly)) {
            Sight.askAboutNothing(model, Sight.Manner.SCORES);
        }
        if (!(answers instanceof AnswerMode.LogProbabilities)) {
            try {
                Sight.askAboutNothing(model, Sight.Manner.WORDS);
            } catch (ModelUnfitException e) {
                LOG.debug("What is asked without an image is refused: {}", e.getMessage());
            }
        }
    }

    private @Nullable ModelBundle bundle(@Nullable String name, List<String> omissions) {
        if (name == null) {
            omissions.add(
                    "a server's model judges alone: there is no relevance scan, every rule is examined, and no region"
                            + " step; --local-models NAME adds an encoder and a detector, but the bundled pictogram ones know drawn"
                            + " pictogram scenes alone");
            return null;
        }
        ModelBundle bundle = store.find(name);
        omissions.addAll(bundle.omissions());
        return bundle;
    }

    private static final class Opened implements OpenModels {

        private final OpenAiServer server;
        private final String name;
        private final List<AutoCloseable> local = new ArrayList<>();
        private List<String> omissions = List.of();
        private @Nullable JudgeModels models;

        Opened(OpenAiServer server, String name) {
            this.server = server;
            this.name = name;
        }

        void take(MultimodalModel model, @Nullable ModelBundle bundle, int threads, List<String> leftOut) {
            ImageTextEncoder encoder = null;
            ObjectDetector detector = null;
            ImageDomain domain = null;
            if (bundle != null) {
                EngineOptions defaults = EngineOptions.defaults();
                EngineOptions options = defaults.withThreads(Math.max(1, defaults.threads() / threads));
                Path encoderFolder = bundle.encoder();
                if (encoderFolder != null) {
                    encoder = kept(OnnxImageTextEncoder.open(bundle.name(), encoderFolder, options));
                }
                Path detectorFolder = bundle.detector();
                if (detectorFolder != null) {
                    detector = kept(OnnxObjectDetector.open(bundle.name(), detectorFolder, options));
                }
                Path domainFolder = bundle.domain();
                if (domainFolder != null) {
                    domain = kept(OnnxImageDomain.open(domainFolder, options));
                }
            }
            models = new JudgeModels(model, encoder, detector, domain);
            omissions = List.copyOf(leftOut);
        }

        private <T extends AutoCloseable> T kept(T opened) {
            local.add(opened);
            return opened;
        }

        @Override
        public JudgeModels models() {
            JudgeModels opened = models;
            if (opened == null) {
                throw new IllegalStateException("not opened");
            }
            return opened;
        }

        @Override
        public List<String> omissions() {
            return omissions;
        }

        @Override
        public Optional<ServerFacts> serverFacts() {
            return Optional.of(server.facts(name));
        }

        @Override
        public Optional<Duration> graphTime() {
            return Optional.empty();
        }

        @Override
        public void close() {
            server.close();
            for (AutoCloseable each : local) {
                try {
                    each.close();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            local.clear();
        }
    }
}
