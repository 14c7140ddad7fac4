package dev.clue.cli.option;

import dev.clue.cli.engine.ModelChoice;
import dev.clue.error.ConfigurationException;
import dev.clue.openai.AnswerMode;
import dev.clue.openai.Leader;
import dev.clue.openai.OpenAiServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a model behind a server is asked: options of every command that may judge with one. */
public final class ServerOptions {

    @Option(
            names = "--answers",
            paramLabel = "HOW",
            description = "openai: how answers become scores: logprobs; sampled:K, the mean of K samples with the"
                    + " confidence that the model states; or reasoning, no scores (default: logprobs).")
    private @Nullable String answers;

    @Option(
            names = "--leader",
            paramLabel = "WHEN",
            defaultValue = "always",
            description = "openai: let the first question about an image go alone, so that the server has the image in"
                    + " its caches before the others come: always or never (default: ${DEFAULT-VALUE}).")
    private Leader leader = Leader.ALWAYS;

    @Mixin
    private RequestOptions requestOptions = new RequestOptions();

    /**
     * How the model is asked. What only models behind a server have a use for counts for them alone: a local model may be
     * named in one run where the environment or a file has it for all.
     *
     * @param command that has these options
     * @param model the model's name
     * @param answerMass P(Yes) + P(No) below which an answer means nothing, 0 to 1
     * @param localModels whose encoder, detector and image domain judge beside it, or null for none
     * @param unproven whether it may judge although it answers wrongly what nobody gets wrong
     * @throws ConfigurationException if a value is out of its range, or is given on the command line although the model is
     *     not behind a server
     */
    public ModelChoice.Server server(
            CommandSpec command, String model, double answerMass, @Nullable String localModels, boolean unproven) {
        return new ModelChoice.Server(
                answers != null && counts(command, "--answers", model) ? AnswerMode.of(answers) : AnswerMode.LOGPROBS,
                answerMass,
                localModels,
                leader,
                unproven,
                requestOptions.transport());
    }

    /**
     * Whether an option that only models behind a server have a use for, and that has a value, counts for this model.
     *
     * @throws ConfigurationException if it does not, and is given on the command line
     */
    static boolean counts(CommandSpec command, String option, String model) {
        if (model.startsWith(OpenAiServer.PREFIX)) {
            return true;
        }
        if (OptionSource.of(command, option) == OptionSource.COMMAND_LINE) {
            throw new ConfigurationException(option + ": is for models behind a server, and " + model
                    + " is a local one; leave it out, or name a server's model: --model " + OpenAiServer.PREFIX
                    + "NAME");
        }
        return false;
    }
}
