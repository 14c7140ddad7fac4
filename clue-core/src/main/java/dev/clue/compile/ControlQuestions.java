package dev.clue.compile;

import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions with known answers, asked once before the first rule. A model that calls a matter of taste objective, or
 * that cannot tell whether a described picture breaks a plain rule, would approve of anything: it is refused.
 */
final class ControlQuestions {

    static final String MATTER_OF_TASTE = "Pictures must be tasteful and should not upset anybody.";
    static final String OBJECTIVE = "A picture must not show a cat that stands on a table.";
    static final Chain CHAIN = new Chain(
            List.of(List.of("a cat is visible"), List.of("a table is visible"), List.of("a cat stands on a table")));

    /** A matter of taste must be rated lower than this, and lower than the objective rule. */
    static final int TOO_OBJECTIVE = 7;

    private final Interview interview;
    private final String work;
    private final String consequence;

    private ControlQuestions(Interview interview, String work, String consequence) {
        this.interview = interview;
        this.work = work;
        this.consequence = consequence;
    }

    /** For a model that is to compile rules. */
    static ControlQuestions forCompiling(Interview interview) {
        return new ControlQuestions(interview, "compile rules", "nothing was compiled");
    }

    /** For a model that is to rate rules. */
    static ControlQuestions forRating(Interview interview) {
        return new ControlQuestions(interview, "rate rules", "none of its ratings counts");
    }

    /**
     * What came of them.
     *
     * @param unavailable why they could not all be asked, or null where they were and all answers are right
     */
    record Result(@Nullable ModelUnavailableException unavailable) {

        boolean passed() {
            return unavailable == null;
        }

        void requirePassed() {
            if (unavailable != null) {
                throw unavailable;
            }
        }
    }

    /**
     * Asks them all.
     *
     * @throws ModelUnfitException if one is answered wrongly or not at all
     */
    Result ask() {
        Gathering gathering = new Gathering();
        gathering.run(this::requireSenseOfObjectiveness);
        gathering.run(this::requireSenseOfRules);
        try {
            gathering.rethrow();
            return new Result(null);
        } catch (ModelUnavailableException e) {
            return new Result(e);
        }
    }

    /**
     * Asks those about objectiveness, for whoever wants nothing but ratings.
     *
     * @throws ModelUnfitException if one is answered wrongly or not at all
     */
    Result askAboutObjectiveness() {
        try {
            requireSenseOfObjectiveness();
            return new Result(null);
        } catch (ModelUnavailableException e) {
            return new Result(e);
        }
    }

    private void requireSenseOfObjectiveness() {
        Objectiveness objectiveness = new Objectiveness(interview);
        Gathering gathering = new Gathering();
        List<Attempt> rated = new ArrayList<>();
        for (String rule : List.of(MATTER_OF_TASTE, OBJECTIVE)) {
            gathering.run(() -> rated.add(answered(() -> objectiveness.rate(rule))));
        }
        gathering.rethrow();
        int taste = rated.getFirst().score();
        int objective = rated.getLast().score();
        if (taste >= TOO_OBJECTIVE || taste >= objective) {
            throw unfit("it rates \"" + MATTER_OF_TASTE + "\" " + taste + " of 10 and \"" + OBJECTIVE + "\" "
                    + objective + " of 10 for objectiveness");
        }
    }

    private void requireSenseOfRules() {
        List<TruthCase> cases = TruthCase.of(CHAIN);
        List<String> breaks = answered(() -> interview.ask(
                Step.CASES,
                CompilePrompts.cases(OBJECTIVE, cases),
                "pictures",
                answer -> AnswerJson.list(answer, "pictures", cases.size()).stream()
                        .map(picture -> AnswerJson.word(picture, "breaks_rule", ChainChecks.CASE_ANSWERS))
                        .toList()));
        for (int i = 0; i < cases.size(); i++) {
            boolean standing = cases.get(i).isTrue().contains("a cat stands on a table");
            // Without its cat or its table the picture contradicts itself, and no answer is wrong.
            String right = cases.get(i).violated() ? "yes" : standing ? null : "no";
            if (right != null && !right.equals(breaks.get(i))) {
                throw unfit("asked whether \"" + OBJECTIVE + "\" is broken, it says " + breaks.get(i)
                        + " and not " + right + " of this picture: "
                        + cases.get(i).described().replace('\n', ' '));
            }
        }
    }

    private <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (StepFailedException e) {
            throw unfit("a plain question about " + e.step().key() + " has no usable answer: " + e.why());
        }
    }

    private ModelUnfitException unfit(String why) {
        return new ModelUnfitException(interview.model().identity().name() + " cannot " + work + ": " + why + ": "
                + consequence + "; use a larger model (--text-model)");
    }
}
