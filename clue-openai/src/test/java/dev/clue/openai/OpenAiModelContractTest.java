package dev.clue.openai;

import dev.clue.model.MultimodalModel;
import dev.clue.model.MultimodalModelContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** A model behind a scripted server does what every multimodal model does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiModelContractTest extends MultimodalModelContract {

    private final List<AutoCloseable> opened = new ArrayList<>();

    @Override
    protected MultimodalModel open() {
        ScriptedServer scripted = ScriptedServer.start(new HashMind());
        OpenAiServer server =
                OpenAiServer.at(Endpoint.of(scripted.address(), null), TransportOptions.DEFAULT, Map.of());
        opened.add(server);
        opened.add(scripted);
        return server.multimodalModel(ScriptedServer.MODEL, AnswerMode.LOGPROBS, 0.05);
    }

    @Override
    protected int tokensOfScore() {
        return 1;
    }

    @AfterAll
    final void closeServers() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }
}
