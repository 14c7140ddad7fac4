package dev.clue.openai;

import dev.clue.model.ModelIdentity;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextAnswer.Ending;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;

/** A text model behind a server. */
final class OpenAiTextModel implements TextModel {

    private static final String CUT_OFF = "length";

    private final ModelIdentity identity;
    private final Chat chat;
    private final Runnable closing;

    /** @param closing what is done when it is closed */
    OpenAiTextModel(ModelIdentity identity, Chat chat, Runnable closing) {
        this.identity = identity;
        this.chat = chat;
        this.closing = closing;
    }

    @Override
    public ModelIdentity identity() {
        return identity;
    }

    @Override
    public TextAnswer answer(TextRequest request) {
        ChatAnswer answer = chat.ask(new ChatRequest(
                request.system(),
                null,
                request.dialogue(),
                request.maxTokens(),
                request.temperature(),
                false,
                1,
                request.seed(),
                request.schema()));
        ChatAnswer.Choice choice = answer.first();
        boolean refused =
                choice.finish().equals(ChatAnswer.FILTERED) || !choice.refusal().isEmpty();
        String text = choice.text().isEmpty() ? choice.refusal() : choice.text();
        return new TextAnswer(
                text,
                refused ? Ending.REFUSED : choice.finish().equals(CUT_OFF) ? Ending.CUT_OFF : Ending.FINISHED,
                answer.usage());
    }

    @Override
    public void close() {
        closing.run();
    }
}
