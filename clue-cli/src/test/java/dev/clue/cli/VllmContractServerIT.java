package dev.clue.cli;

import dev.clue.model.MultimodalModel;
import dev.clue.model.MultimodalModelContract;
import dev.clue.openai.AnswerMode;
import dev.clue.openai.Endpoint;
import dev.clue.openai.OpenAiServer;
import dev.clue.openai.TransportOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The bundled model behind a real server does what every multimodal model does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VllmContractServerIT extends MultimodalModelContract {

    private final List<OpenAiServer> opened = new ArrayList<>();

    @Override
    protected MultimodalModel open() {
        OpenAiServer server = OpenAiServer.at(Endpoint.of(Vllm.address(), null), TransportOptions.DEFAULT, Map.of());
        opened.add(server);
        return server.multimodalModel("pictogram", AnswerMode.LOGPROBS, 0);
    }

    @Override
    protected int tokensOfScore() {
        return 1;
    }

    @AfterAll
    final void closeServers() {
        opened.forEach(OpenAiServer::close);
    }
}
