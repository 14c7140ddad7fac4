package dev.clue.openai;

/** What a scripted server can do wrong. */
public enum Fault {
    /** Nothing. */
    NONE,
    /** Answers as if there were no image. */
    DROPS_IMAGES,
    /** Answers about the image of the request before. */
    PREVIOUS_IMAGE,
    /** Says that it takes no images. */
    TEXT_ONLY,
    /** Ignores that log-probabilities are wanted. */
    NO_LOGPROBS,
    /** Refuses log-probabilities. */
    REFUSES_LOGPROBS,
    /** Gives log-probabilities, inside the message. */
    MISPLACED_LOGPROBS,
    /** Gives the log-probabilities of another token than the first. */
    LATER_LOGPROBS,
    /** Gives log-probabilities above 0. */
    POSITIVE_LOGPROBS,
    /** Gives log-probabilities that are no numbers. */
    UNREADABLE_LOGPROBS,
    /** Answers with neither Yes nor No. */
    LITTLE_MASS,
    /** Thinks before it answers. */
    THINKS,
    /** Never answers. */
    STALLS,
    /** Begins an answer and never ends it. */
    STALLS_HALFWAY,
    /** Closes the connection inside an answer. */
    HALF_CLOSED,
    /** Closes the connection without an answer. */
    CLOSES,
    /** Is too busy, always. */
    BUSY_FOR_EVER,
    /** Is too busy for most requests: each third is answered. */
    STORM,
    /** Fails, always. */
    FAILS,
    /** Fails each other request. */
    FLICKERS,
    /** Answers with something that is no JSON. */
    INVALID_JSON,
    /** Answers with JSON that is cut off. */
    CUT_JSON,
    /** Answers with a web page. */
    WEB_PAGE,
    /** Answers with JSON of another kind. */
    OTHER_JSON,
    /** Answers with an error and the status of success. */
    ERROR_AS_SUCCESS,
    /** Answers as another model. */
    WRONG_MODEL,
    /** Answers without end. */
    ENDLESS,
    /** Says that its answer has a gigabyte. */
    GIGABYTE,
    /** Sends to another host. */
    REDIRECTS,
    /** Does not accept the key. */
    UNAUTHORISED,
    /** Has a filter that holds back what is thought: the answer is empty. */
    FILTERS_THOUGHTS,
    /** Has a filter that holds back the summary. */
    FILTERS_SUMMARIES,
    /** Declines to think, beside the content, which is null. */
    DECLINES_TO_THINK,
    /** Declines to summarise, likewise. */
    DECLINES_TO_SUMMARISE,
    /** Has a filter that holds back the second of several sampled answers. */
    FILTERS_A_SAMPLE,
    /** Declines the second of several sampled answers. */
    DECLINES_A_SAMPLE,
    /** Thinks nothing: the content is null. */
    SAYS_NOTHING,
    /** Has no prior: says I to whatever is asked without an image. */
    NO_PRIOR,
    /** Says that the prompt is too long, and names the field of the answer's length. */
    TOO_LONG,
    /** Has a filter that refuses images. */
    FILTERS,
    /** Does not have the model. */
    NO_MODEL,
    /** Forgets each image as soon as it was asked about it. */
    FORGETS_IMAGES,
    /** Refuses every field that OpenAI does not document, one by one. */
    STRICT
}
