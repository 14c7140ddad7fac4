package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.cli.terminal.Terminal;
import dev.clue.error.ModelUnavailableException;
import dev.clue.onnx.ModelStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends a key unencrypted is told before it is sent, by every command. */
@Timeout(60)
class KeyOnTheWayTest {

    private static final String WARNING = "the key goes to http://model.invalid/v1 unencrypted";

    @TempDir
    Path folder = Path.of("");

    private final List<String> events = new ArrayList<>();
    private Clue clue = new Clue(folder);

    @BeforeEach
    void policyAndImage() {
        clue = new Clue(folder)
                .constitution()
                .image("a.png", PaintedModels.GREEN)
                .file("new/new.clue.yaml", "constitution: new\nversion: 1\nrules:\n  - id: dogs\n    rule: No dogs.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "judge a.png --model openai:m",
                "probe openai:m",
                "bench a.png --model openai:m",
                "compile new.clue.yaml --text-model openai:m",
                "lint playground.clue.yaml --objectiveness --text-model openai:m"
            })
    void everyCommandSaysSoBeforeItConnects(String command) {
        run("http://model.invalid/v1", command);
        assertThat(events).as(command).hasSizeGreaterThan(1).last().isEqualTo("connected");
        assertThat(events.getFirst()).startsWith(WARNING).endsWith("unless the network is yours");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8000/v1", "http://[::1]/v1", "https://model.invalid/v1"})
    void nothingIsSaidWhereNobodyElseCanRead(String address) {
        run(address, "probe openai:m");
        assertThat(events).containsExactly("connected");
    }

    @Test
    void itIsOnStandardErrorAlsoWhereTheServerCannotBeReached() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Terminal(false, false, 80),
                new Terminal(false, false, 80),
                environment("http://model.invalid/v1"),
                folder);
        assertThat(Main.run(Wiring.setup(shell), "probe", "openai:m")).isEqualTo(ExitStatus.MODEL.code());
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("clue: " + WARNING);
    }

    private Result run(String address, String command) {
        OpenAiSource servers = new OpenAiSource(
                environment(address),
                ModelStore.standard(),
                ProbeMemory.in(folder.resolve("probes")),
                (endpoint, options, environment) -> {
                    events.add("connected");
                    throw new ModelUnavailableException("nobody is there");
                },
                events::add);
        clue.models(new ModelSources(clue.models, servers)).textModels(new TextModelSources(servers));
        return clue.run(command.replace("a.png", clue.path("a.png"))
                .replace("playground.clue.yaml", clue.path("playground.clue.yaml"))
                .replace("new.clue.yaml", clue.path("new/new.clue.yaml"))
                .split(" "));
    }

    private static Map<String, String> environment(String address) {
        return Map.of("OPENAI_BASE_URL", address, "OPENAI_API_KEY", "sk-test-key");
    }
}
