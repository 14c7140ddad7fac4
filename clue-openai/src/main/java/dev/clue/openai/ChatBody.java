package dev.clue.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.model.TextRequest.JsonSchema;
import dev.clue.model.Turn;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A chat request as it goes over the wire, written for what one server takes.
 *
 * @param json the request
 * @param sent which optional fields it has
 */
record ChatBody(ObjectNode json, Set<Field> sent) {

    private static final double ALL_OF_IT = 1;
    private static final int ALL_TOKENS = -1;

    /** How the image goes along. */
    enum Upload {
        /** Whole. */
        WHOLE,
        /** By its name alone. */
        BY_NAME
    }

    /**
     * Writes a request.
     *
     * @param model the model's name
     * @param tokens ids of the tokens whose log-probabilities are wanted; empty where they are not known
     */
    static ChatBody of(ChatRequest request, String model, KnownFields fields, List<Integer> tokens, Upload upload) {
        ChatBody body = new ChatBody(Json.object(), EnumSet.noneOf(Field.class));
        body.json.put("model", model);
        body.messages(request, fields, upload);
        body.length(request, fields);
        body.sampling(request, fields);
        if (request.logprobs()) {
            body.logprobs(fields, tokens);
        }
        if (body.add(Field.CHAT_TEMPLATE_KWARGS, fields)) {
            body.json.putObject(Field.CHAT_TEMPLATE_KWARGS.wire()).put("enable_thinking", false);
        }
        if (body.add(Field.REASONING_EFFORT, fields)) {
            body.json.put(Field.REASONING_EFFORT.wire(), "none");
        }
        JsonSchema schema = request.schema();
        if (schema != null && body.add(Field.RESPONSE_FORMAT, fields)) {
            body.form(schema);
        }
        return body;
    }

    private boolean add(Field field, KnownFields fields) {
        boolean known = fields.has(field);
        if (known) {
            sent.add(field);
        }
        return known;
    }

    private void messages(ChatRequest request, KnownFields fields, Upload upload) {
        ArrayNode messages = json.putArray("messages");
        if (!request.system().isEmpty()) {
            messages.addObject().put("role", "system").put("content", request.system());
        }
        SentPicture picture = request.picture();
        for (int i = 0; i < request.dialogue().size(); i++) {
            Turn turn = request.dialogue().get(i);
            ObjectNode message = messages.addObject();
            message.put("role", turn.speaker() == Turn.Speaker.USER ? "user" : "assistant");
            if (i == 0 && picture != null) {
                ArrayNode parts = message.putArray("content");
                image(parts.addObject(), picture, fields, upload);
                parts.addObject().put("type", "text").put("text", turn.text());
            } else {
                message.put("content", turn.text());
            }
        }
    }

    private void image(ObjectNode part, SentPicture picture, KnownFields fields, Upload upload) {
        part.put("type", "image_url");
        switch (upload) {
            case WHOLE ->
                part.putObject("image_url").put("url", picture.picture().dataUri());
            case BY_NAME -> part.putNull("image_url");
        }
        if (add(Field.UUID, fields)) {
            part.put(Field.UUID.wire(), picture.name());
        }
    }

    private void length(ChatRequest request, KnownFields fields) {
        for (Field field : List.of(Field.MAX_TOKENS, Field.MAX_COMPLETION_TOKENS)) {
            if (add(field, fields)) {
                json.put(field.wire(), request.maxTokens());
            }
        }
    }

    private void sampling(ChatRequest request, KnownFields fields) {
        if (add(Field.TEMPERATURE, fields)) {
            json.put(Field.TEMPERATURE.wire(), request.temperature());
        }
        if (add(Field.TOP_P, fields)) {
            json.put(Field.TOP_P.wire(), ALL_OF_IT);
        }
        if (add(Field.TOP_K, fields)) {
            json.put(Field.TOP_K.wire(), ALL_TOKENS);
        }
        Long seed = request.seed();
        if (seed != null && add(Field.SEED, fields)) {
            json.put(Field.SEED.wire(), seed);
        }
        if (request.answers() > 1 && add(Field.N, fields)) {
            json.put(Field.N.wire(), request.answers());
        }
    }

    private void logprobs(KnownFields fields, List<Integer> tokens) {
        json.put("logprobs", true);
        if (add(Field.TOP_LOGPROBS, fields)) {
            json.put(Field.TOP_LOGPROBS.wire(), fields.topLogprobs());
        }
        if (!tokens.isEmpty() && add(Field.LOGPROB_TOKEN_IDS, fields)) {
            ArrayNode ids = json.putArray(Field.LOGPROB_TOKEN_IDS.wire());
            tokens.forEach(ids::add);
        }
    }

    private void form(JsonSchema schema) {
        ObjectNode format = json.putObject(Field.RESPONSE_FORMAT.wire());
        try {
            format.put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", schema.name())
                    .put("strict", true)
                    .set("schema", Json.read(schema.json()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema " + schema.name() + " is no JSON", e);
        }
    }

    /** The bytes. */
    byte[] bytes() {
        return Json.bytes(json);
    }
}
