package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnfitException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model of a server, asked by chat. May be used by several threads at once. */
final class Chat {

    private static final Logger LOG = LoggerFactory.getLogger(Chat.class);

    private static final String PATH = "/chat/completions";

    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final Set<Integer> MALFORMED = Set.of(400, 422, 501);

    /** Learning from refusals ends after this many in a row. */
    private static final int LESSONS = 16;

    /** Images that the server had forgotten, after which none is sent by its name alone any more. */
    private static final int FORGOTTEN = 3;

    private final Transport transport;
    private final String model;
    private final KnownFields fields;
    private final List<Integer> tokens;
    private final AtomicInteger forgotten = new AtomicInteger();

    /**
     * @param model the model's name
     * @param tokens ids of the tokens that mean Yes or No; empty where they are not known
     */
    Chat(Transport transport, String model, KnownFields fields, List<Integer> tokens) {
        this.transport = transport;
        this.model = model;
        this.fields = fields;
        this.tokens = List.copyOf(tokens);
    }

    /** The model and where it is, for messages. */
    String who() {
        return OpenAiServer.PREFIX + model + " at " + transport.endpoint().base();
    }

    /**
     * The answer to a request.
     *
     * @throws ModelException if there is none
     */
    ChatAnswer ask(ChatRequest request) {
        SentPicture picture = request.picture();
        if (picture != null && picture.there().get() && fields.has(Field.UUID)) {
            try {
                return answer(request, ChatBody.Upload.BY_NAME, Transport.Effort.ONE_ATTEMPT);
            } catch (Refusal | ModelException e) {
                LOG.debug("{} does not know an image any more, so it is sent again: {}", who(), e.getMessage());
                picture.there().set(false);
                if (forgotten.incrementAndGet() >= FORGOTTEN) {
                    fields.drop(Field.UUID);
                }
            }
        }
        for (int lesson = 0; ; lesson++) {
            Set<Field> sent = Set.of();
            int topLogprobs = 0;
            try {
                ChatBody body = ChatBody.of(request, model, fields, tokens, ChatBody.Upload.WHOLE);
                sent = body.sent();
                topLogprobs = body.json().path(Field.TOP_LOGPROBS.wire()).asInt();
                ChatAnswer answer = answer(request, body, Transport.Effort.ALL);
                if (picture != null && sent.contains(Field.UUID)) {
                    picture.there().set(true);
                }
                return answer;
            } catch (Refusal refusal) {
                boolean another = lesson < LESSONS
                        && MALFORMED.contains(refusal.status())
                        && fields.learn(refusal.words(), sent, topLogprobs);
                if (!another) {
                    if (isFiltered(refusal) && request.isText()) {
                        return ChatAnswer.refused(refusal.words().text());
                    }
                    throw meaning(refusal, request);
                }
                LOG.debug(
                        "{} refused a field, asking without it: {}",
                        who(),
                        refusal.words().text());
            }
        }
    }

    private ChatAnswer answer(ChatRequest request, ChatBody.Upload upload, Transport.Effort effort) throws Refusal {
        return answer(request, ChatBody.of(request, model, fields, tokens, upload), effort);
    }

    private ChatAnswer answer(ChatRequest request, ChatBody body, Transport.Effort effort) throws Refusal {
        JsonNode json = transport.send(transport.endpoint().of(PATH), body.bytes(), length(request), effort);
        String answering = json.path("model").asText("");
        if (!answering.isEmpty() && !transport.endpoint().isOpenAi() && !ModelNames.same(model, answering)) {
            String shown = ServerWords.name(answering);
            throw new ModelUnfitException(who() + " is another model: " + shown + " answered. Name the one that is to"
                    + " judge (--model " + OpenAiServer.PREFIX + shown + "), or start the server with the right one.");
        }
        ChatAnswer read = ChatAnswer.of(json, who());
        SentPicture picture = request.picture();
        if (picture != null) {
            picture.answered().set(true);
        }
        return read;
    }

    /** Alike are one token each about an image that was asked about before: encoding one takes its own time, none takes less. */
    private static Transport.Length length(ChatRequest request) {
        SentPicture picture = request.picture();
        boolean alike = request.maxTokens() == 1
                && picture != null
                && picture.answered().get();
        return alike ? Transport.Length.SHORT : Transport.Length.ANY;
    }

    private ModelException meaning(Refusal refusal, ChatRequest request) {
        String words = refusal.words().text().toLowerCase(Locale.ROOT);
        String status = " (HTTP " + refusal.status() + ")" + refusal.words().quoted() + ". ";
        if (isFiltered(refusal)) {
            return new ModelUnfitException(who() + " has a filter that refused this image or question" + status
                    + "Its verdict stays open: look at it yourself, or use a server without a filter.");
        }
        if (refusal.status() == NOT_FOUND) {
            return new ModelUnfitException(who() + " was not found" + status + "Check the model's name against "
                    + transport.endpoint().of("/models") + ". " + Advice.NO_API);
        }
        if (request.logprobs() && words.contains("logprob")) {
            return new ModelUnfitException(who() + " refuses to give log-probabilities" + status + Advice.MODES);
        }
        if (refusal.status() == TOO_LARGE) {
            return new ModelUnfitException(
                    who() + " takes no request that large" + status + "Raise its limit, or make the image smaller.");
        }
        if (request.picture() != null && (words.contains("image") || words.contains("multimodal"))) {
            return new ModelUnfitException(
                    who() + " does not take this image" + status + "If it takes none at all, use a multimodal model.");
        }
        return new ModelUnfitException(who() + " refused a request" + status
                + "Shorten what is asked if it is too long; else report it with the server's name and version.");
    }

    private static boolean isFiltered(Refusal refusal) {
        String code = refusal.words().code();
        return code.contains("content_filter") || code.contains("content_policy");
    }
}
