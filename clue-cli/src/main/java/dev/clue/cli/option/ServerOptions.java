package dev.clue.cli.option;

import dev.clue.cli.engine.ModelChoice;
import dev.clue.error.ConfigurationException;
import dev.clue.openai.AnswerMode;
import dev.clue.openai.Leader;
import dev.clue.openai.OpenAiServer;
import dev.clue.openai.TransportOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model behind a server is asked: options of every command that may judge with one. */
public final class ServerOptions {

    private static final int MOST_REQUESTS = 4096;
    private static final int LONGEST_TIMEOUT_SECONDS = 86_400;

    @Option(
            names = "--answers",
            paramLabel = "HOW",
            description = "openai: how answers become scores: logprobs; sampled:K, the mean of K samples with the"
                    + " confidence that the model states; or reasoning, no scores (default: logprobs).")
    private @Nullable String answers;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "32",
            description = "openai: the most requests at once, at most " + MOST_REQUESTS
                    + "; how many there are adapts to the server (default: ${DEFAULT-VALUE}).")
    private int concurrency = TransportOptions.DEFAULT.concurrency();

    @Option(
            names = "--leader",
            paramLabel = "WHEN",
            defaultValue = "always",
            description = "openai: let the first question about an image go alone, so that the server has the image in"
                    + " its caches before the others come: always or never (default: ${DEFAULT-VALUE}).")
    private Leader leader = Leader.ALWAYS;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "openai: the longest wait for one answer (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    /**
     * How the model is asked.
     *
     * @param model the model's name
     * @param answerMass P(Yes) + P(No) below which an answer means nothing, 0 to 1
     * @param localModels whose encoder, detector and image domain judge beside it, or null for none
     * @param unproven whether it may judge although it answers wrongly what nobody gets wrong
     * @throws ConfigurationException if a value is out of its range, or the model is not behind a server
     */
    public ModelChoice.Server server(String model, double answerMass, @Nullable String localModels, boolean unproven) {
        if (!model.startsWith(OpenAiServer.PREFIX)) {
            refuseLocal("--answers", answers, model);
        }
        if (concurrency < 1 || concurrency > MOST_REQUESTS) {
            throw new ConfigurationException(
                    "--concurrency: must be 1 to " + MOST_REQUESTS + ", but is " + concurrency);
        }
        if (timeout < 1 || timeout > LONGEST_TIMEOUT_SECONDS) {
            throw new ConfigurationException(
                    "--timeout: must be 1 to " + LONGEST_TIMEOUT_SECONDS + " seconds, but is " + timeout);
        }
        return new ModelChoice.Server(
                answers == null ? AnswerMode.LOGPROBS : AnswerMode.of(answers),
                answerMass,
                localModels,
                leader,
                unproven,
                TransportOptions.DEFAULT.withConcurrency(concurrency).withAttemptTimeout(Duration.ofSeconds(timeout)));
    }

    /** Refuses an option that only models behind a server have a use for. */
    static void refuseLocal(String option, @Nullable String value, String model) {
        if (value != null) {
            throw new ConfigurationException(option + ": is for models behind a server, and " + model
                    + " is a local one; leave it out, or name a server's model: --model " + OpenAiServer.PREFIX
                    + "NAME");
        }
    }
}
