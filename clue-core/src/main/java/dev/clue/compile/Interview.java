package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.PlainText;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import dev.clue.model.Usage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks the model, and asks again where an answer cannot be used. Used by several threads at once. */
final class Interview {

    private static final int LONGEST_EXCERPT = 120;
    private static final int LONGEST_ANSWER_READ = 2000;
    private static final String REPLACEMENT = "\uFFFD";

    private final TextModel model;
    private final int retries;
    private final AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);

    /** @param retries how often a question is asked again */
    Interview(TextModel model, int retries) {
        this.model = model;
        this.retries = retries;
    }

    TextModel model() {
        return model;
    }

    /** What was spent so far. */
    Usage usage() {
        return usage.get();
    }

    /**
     * Asks until an answer can be read.
     *
     * @param key a field that the answer's JSON object has
     * @param read reads it; throws {@link UnusableAnswerException} where it cannot be right
     * @throws StepFailedException if no answer could be used
     * @throws dev.clue.error.ModelException if the model failed
     */
    <T> T ask(Step step, TextRequest request, String key, Function<JsonNode, T> read) {
        TextRequest next = request;
        String why = "";
        String excerpt = "";
        for (int attempt = 0; attempt <= retries; attempt++) {
            TextAnswer answer = model.answer(next);
            usage.accumulateAndGet(answer.usage(), Usage::plus);
            try {
                return read.apply(AnswerJson.object(answer, key));
            } catch (UnusableAnswerException e) {
                why = e.why();
                excerpt = excerpt(answer.text());
                next = CompilePrompts.again(request, answer.text(), why);
            }
        }
        String times = retries == 0 ? "the answer" : "of " + (retries + 1) + " answers the last";
        throw new StepFailedException(step, times + " cannot be used: " + why + excerpt);
    }

    /** The beginning of an answer as one line that a lock may hold: what cannot be shown is replaced. */
    private static String excerpt(String answer) {
        String line = PlainText.oneLine(answer.codePoints()
                .limit(LONGEST_ANSWER_READ)
                .mapToObj(Character::toString)
                .map(c -> PlainText.complaint(c).isPresent() ? REPLACEMENT : c)
                .collect(Collectors.joining()));
        if (line.isEmpty()) {
            return "";
        }
        int length = line.codePointCount(0, line.length());
        return length <= LONGEST_EXCERPT
                ? " (\"" + line + "\")"
                : " (\"" + line.substring(0, line.offsetByCodePoints(0, LONGEST_EXCERPT)) + "…\")";
    }
}
