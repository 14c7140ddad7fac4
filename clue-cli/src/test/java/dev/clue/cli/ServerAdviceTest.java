package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.Fault;
import dev.clue.openai.ImpatientServer;
import dev.clue.openai.ScriptedServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What to do about a server that cannot be asked, in words that are right for the command that says them. */
@Timeout(120)
class ServerAdviceTest {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "BUSY_FOR_EVER, 'Try again later, lower --concurrency, or raise --timeout.'",
        "FAILS, 'Look at the server''s log, then try again.'",
        "CLOSES, 'Start the server, or set OPENAI_BASE_URL to where it is; then try again.'"
    })
    void noCommandThatDoesNotJudgeIsToldTo(Fault fault, String advice) {
        try (ScriptedServer scripted = ScriptedServer.start(new ColourMind())) {
            scripted.fault(fault);
            OpenAiSource servers = new OpenAiSource(
                    Map.of("OPENAI_BASE_URL", scripted.address()),
                    ModelStore.standard(),
                    ProbeMemory.in(folder.resolve("probes")),
                    ImpatientServer::at);
            Clue clue = new Clue(folder)
                    .file("rules.clue.yaml", HouseRules.CONSTITUTION)
                    .models(new ModelSources(new PaintedModels(), servers))
                    .textModels(new TextModelSources(servers));
            for (String command : new String[] {
                "compile rules.clue.yaml --text-model openai:scripted",
                "lint rules.clue.yaml --objectiveness --text-model openai:scripted",
                "probe openai:scripted"
            }) {
                Result result = clue.run(Arrays.stream(command.split(" "))
                        .map(word -> word.endsWith(".yaml") ? clue.path(word) : word)
                        .toArray(String[]::new));
                assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.MODEL.code());
                assertThat(result.out() + result.err())
                        .as(command)
                        .contains(advice)
                        .doesNotContainIgnoringCase("judge again");
            }
        }
    }
}
