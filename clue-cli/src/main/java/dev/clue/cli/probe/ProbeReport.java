package dev.clue.cli.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.cli.output.Printable;
import dev.clue.model.ModelIdentity;
import dev.clue.openai.ServerFacts;
import dev.clue.probe.Check;
import dev.clue.probe.Check.Grade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was found out about a model.
 *
 * @param model which
 * @param answers how its answers were read
 * @param server what the server says about itself; empty for a local model
 * @param checks what was found
 */
public record ProbeReport(ModelIdentity model, String answers, Optional<ServerFacts> server, List<Check> checks) {

    /** The first thing because of which it cannot judge. */
    public Optional<Check> fault() {
        return checks.stream().filter(check -> check.grade() == Grade.BAD).findFirst();
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(Printable.text(model.name()))
                .append(", answers read by ")
                .append(answers)
                .append('\n');
        server.ifPresent(facts -> text.append(serverLine(facts)));
        text.append('\n');
        for (Check check : checks) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-5s %-14s %s%n",
                    check.grade() == Grade.BAD ? "BAD" : word(check.grade()),
                    check.id(),
                    Printable.text(check.finding())));
        }
        return text.append('\n')
                .append(fault().isPresent() ? "It cannot judge." : "It can judge.")
                .append('\n')
                .toString();
    }

    /** For programs. */
    public String json(String clueVersion) {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = json.createObjectNode();
        root.put("clue_version", clueVersion)
                .put("model", model.name())
                .put("model_digest", model.digest())
                .put("answers", answers)
                .put("can_judge", fault().isEmpty());
        server.ifPresent(facts -> {
            ObjectNode node = root.putObject("server");
            facts.version().ifPresent(version -> node.put("vllm_version", version));
            facts.contextTokens().ifPresent(tokens -> node.put("context_tokens", tokens));
            node.put("token_ids", facts.tokenIds())
                    .put("temperature", facts.temperature().name().toLowerCase(Locale.ROOT));
        });
        for (Check check : checks) {
            ObjectNode node = root.withArray("checks")
                    .addObject()
                    .put("id", check.id())
                    .put("grade", word(check.grade()))
                    .put("finding", check.finding());
            ObjectNode figures = node.putObject("figures");
            check.figures().forEach(figures::put);
        }
        try {
            return json.writeValueAsString(root) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String serverLine(ServerFacts facts) {
        String context = facts.contextTokens().isPresent()
                ? ", context of " + facts.contextTokens().getAsLong() + " tokens"
                : "";
        String temperature = switch (facts.temperature()) {
            case RAW -> "log-probabilities before temperature";
            case APPLIED -> "log-probabilities after temperature (clue asks at 1)";
            case UNKNOWN -> "it cannot be told whether temperature changes log-probabilities";
        };
        return "server: " + facts.version().map(version -> "vLLM " + version).orElse("unknown") + context + "; "
                + temperature + "; "
                + (facts.tokenIds() ? "exactly the tokens of Yes and No" : "the likeliest tokens") + " are asked for\n";
    }

    private static String word(Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT);
    }
}
