package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.constitution.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a rule objective: it is rated and revised, each revision with all earlier versions and their scores in view,
 * until a version reaches the target or the attempts run out (paper section 3.1).
 */
final class Revision {

    static final int LONGEST_RULE = 600;

    private final Interview interview;
    private final Objectiveness objectiveness;
    private final CompileSettings settings;
    private final @Nullable Vocabulary vocabulary;

    Revision(Interview interview, CompileSettings settings, @Nullable Vocabulary vocabulary) {
        this.interview = interview;
        this.objectiveness = new Objectiveness(interview);
        this.settings = settings;
        this.vocabulary = vocabulary;
    }

    /**
     * What came of it.
     *
     * @param history every version in order, the author's first
     * @param stopped why no further version could be had, or null where none was needed or the attempts ran out
     */
    record Result(List<Attempt> history, @Nullable String stopped) {

        /** The version with the highest score; of several the first, which is nearest to the author's. */
        Attempt best() {
            int highest = history.stream().mapToInt(Attempt::score).max().orElseThrow();
            return history.stream()
                    .filter(attempt -> attempt.score() == highest)
                    .min(Comparator.comparingInt(history::indexOf))
                    .orElseThrow();
        }
    }

    /** Revises a rule that the author left to the compiler. */
    Result revise(String rule) {
        List<Attempt> history = new ArrayList<>();
        history.add(objectiveness.rate(rule));
        for (int i = 0; i < settings.revisions() && history.getLast().score() < settings.targetScore(); i++) {
            try {
                String version = interview.ask(
                        Step.REVISION,
                        CompilePrompts.revision(rule, history, vocabulary),
                        "rule",
                        answer -> version(answer, history));
                history.add(objectiveness.rate(version));
            } catch (StepFailedException e) {
                return new Result(List.copyOf(history), e.step().key() + ": " + e.why());
            }
        }
        return new Result(List.copyOf(history), null);
    }

    /** Rates a form that the author wrote, and leaves it as it is. */
    Result rate(String objectified) {
        return new Result(List.of(objectiveness.rate(objectified)), null);
    }

    private static String version(JsonNode answer, List<Attempt> history) {
        String version = AnswerJson.text(answer, "rule", LONGEST_RULE);
        if (AnswerJson.isRefusal(version)) {
            throw new UnusableAnswerException("it is a refusal");
        }
        for (int i = 0; i < history.size(); i++) {
            if (Words.sameText(version, history.get(i).text())) {
                throw new UnusableAnswerException("it repeats version " + (i + 1));
            }
        }
        return version;
    }
}
