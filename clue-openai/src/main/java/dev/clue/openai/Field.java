package dev.clue.openai;

/** Fields of a request that some servers know and others refuse; what they are called on the wire. */
enum Field {
    /** Where the answer is cut off, for most servers. */
    MAX_TOKENS("max_tokens"),
    /** The same for OpenAI. */
    MAX_COMPLETION_TOKENS("max_completion_tokens"),
    /** 1 for probabilities as they are, 0 for the likeliest answer. */
    TEMPERATURE("temperature"),
    /** 1: no token is left out. */
    TOP_P("top_p"),
    /** -1: no token is left out, whatever the model's own settings say. vLLM and its kin. */
    TOP_K("top_k"),
    /** Which tokens' log-probabilities are wanted. vLLM. */
    LOGPROB_TOKEN_IDS("logprob_token_ids"),
    /** How many of the likeliest tokens come with their log-probabilities. */
    TOP_LOGPROBS("top_logprobs"),
    /** Switches thinking off in the chat template. vLLM and its kin. */
    CHAT_TEMPLATE_KWARGS("chat_template_kwargs"),
    /** Switches thinking off at OpenAI. */
    REASONING_EFFORT("reasoning_effort"),
    /** Names an image, so that it need not be sent again. vLLM. */
    UUID("uuid"),
    /** Where random numbers begin. */
    SEED("seed"),
    /** How many answers. */
    N("n"),
    /** The form of the answer. */
    RESPONSE_FORMAT("response_format");

    private final String wire;

    Field(String wire) {
        this.wire = wire;
    }

    /** Its name on the wire. */
    String wire() {
        return wire;
    }
}
