package dev.clue.eval.debiasing;

import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.prompt.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;

/** The debiasings that are compared with the paper's. */
public final class Debiasings {

    private static final int CONTENT_FREE_SIDE = 256;
    private static final int GREY = 128;
    private static final long NOISE_SEED = 20_250_100_192L;

    private static final AnswerProbability EITHER = new AnswerProbability(0.5, 0.5);
    private static final AnswerProbability NEITHER = new AnswerProbability(0, 0);

    private Debiasings() {}

    /** None: the answers as they are, and a prior that favours neither. */
    public static Debiasing none() {
        return new Neutral("uncalibrated", (view, questions) -> view.look().ask(questions));
    }

    /** Nothing is asked, and every answer means nothing: so everything is left to reasoning. */
    public static Debiasing silent() {
        return new Debiasing() {
            @Override
            public String id() {
                return "silent";
            }

            @Override
            public List<AnswerProbability> about(View view, List<Question> questions) {
                return repeated(NEITHER, questions);
            }

            @Override
            public List<AnswerProbability> prior(MultimodalModel model, List<Question> questions) {
                return repeated(NEITHER, questions);
            }
        };
    }

    /**
     * Contextual calibration (Zhao et al. 2021, arXiv 2102.09690): the difference to the language prior is taken in
     * log odds instead of probabilities, logit M(x, c) - logit M(None, c).
     */
    public static Debiasing contextual() {
        return new Neutral("contextual in logits", (view, questions) -> {
            List<AnswerProbability> nothing;
            try (Look look = view.model().lookAtNothing()) {
                nothing = look.ask(questions);
            }
            return combined(view.look().ask(questions), nothing, Debiasings::difference);
        });
    }

    /**
     * The paper's difference with another prior: the mean over no image, a grey one and one of noise, which also knows
     * what the model believes of any picture.
     */
    public static Debiasing contentFree() {
        return new Debiasing() {
            @Override
            public String id() {
                return "content-free images: none, grey, noise";
            }

            @Override
            public List<AnswerProbability> about(View view, List<Question> questions) {
                return view.look().ask(questions);
            }

            @Override
            public List<AnswerProbability> prior(MultimodalModel model, List<Question> questions) {
                List<List<AnswerProbability>> all = new ArrayList<>();
                try (Look nothing = model.lookAtNothing();
                        Look grey = model.look(grey());
                        Look noise = model.look(noise())) {
                    for (Look look : List.of(nothing, grey, noise)) {
                        all.add(look.ask(questions));
                    }
                }
                List<AnswerProbability> means = new ArrayList<>();
                for (int i = 0; i < questions.size(); i++) {
                    int question = i;
                    means.add(new AnswerProbability(
                            all.stream()
                                    .mapToDouble(
                                            answers -> answers.get(question).yes())
                                    .average()
                                    .orElseThrow(),
                            all.stream()
                                    .mapToDouble(
                                            answers -> answers.get(question).no())
                                    .average()
                                    .orElseThrow()));
                }
                return means;
            }
        };
    }

    /**
     * The image against itself, blurred until little but its colours is left (in the spirit of visual contrastive
     * decoding, arXiv 2311.16922): logit M(x, c) - logit M(blurred x, c). One more look an image.
     */
    public static Debiasing blurred() {
        return new Neutral("against the blurred image", (view, questions) -> {
            List<AnswerProbability> seen = view.look().ask(questions);
            try (Look blurred = view.model().look(Blur.of(view.image()))) {
                List<AnswerProbability> vague = blurred.ask(questions);
                view.elsewhere().accept(blurred.usage());
                return combined(seen, vague, Debiasings::difference);
            }
        });
    }

    /**
     * Two polarities: the mean, in log odds, of "is it visible?" and of "is it absent?" turned around; the same for
     * the prior, which the paper's difference is then taken to.
     *
     * @param present the question that is asked anyway
     * @param absent the same with its polarity turned around
     */
    public static Debiasing twoPolarities(Template present, Template absent) {
        return new Debiasing() {
            @Override
            public String id() {
                return "two polarities";
            }

            @Override
            public List<AnswerProbability> about(View view, List<Question> questions) {
                return both(view.look(), questions);
            }

            @Override
            public List<AnswerProbability> prior(MultimodalModel model, List<Question> questions) {
                try (Look nothing = model.lookAtNothing()) {
                    return both(nothing, questions);
                }
            }

            private List<AnswerProbability> both(Look look, List<Question> questions) {
                String instruction = present.question("").instruction();
                List<Question> turned = questions.stream()
                        .map(question -> {
                            if (!question.instruction().equals(instruction)) {
                                throw new IllegalArgumentException("not a question about a statement: " + question);
                            }
                            return absent.question(question.content().strip());
                        })
                        .toList();
                return combined(look.ask(questions), look.ask(turned), Debiasings::meanOfOpposites);
            }
        };
    }

    private static AnswerProbability difference(AnswerProbability seen, AnswerProbability reference) {
        return Logit.answer(Logit.of(seen) - Logit.of(reference), Math.min(seen.mass(), reference.mass()));
    }

    private static AnswerProbability meanOfOpposites(AnswerProbability present, AnswerProbability absent) {
        return Logit.answer((Logit.of(present) - Logit.of(absent)) / 2, Math.min(present.mass(), absent.mass()));
    }

    private static List<AnswerProbability> combined(
            List<AnswerProbability> some, List<AnswerProbability> others, BinaryOperator<AnswerProbability> how) {
        List<AnswerProbability> combined = new ArrayList<>(some.size());
        for (int i = 0; i < some.size(); i++) {
            combined.add(how.apply(some.get(i), others.get(i)));
        }
        return combined;
    }

    private static List<AnswerProbability> repeated(AnswerProbability answer, List<Question> questions) {
        return questions.stream().map(question -> answer).toList();
    }

    private static RgbImage grey() {
        byte[] rgb = new byte[3 * CONTENT_FREE_SIDE * CONTENT_FREE_SIDE];
        Arrays.fill(rgb, (byte) GREY);
        return new RgbImage(CONTENT_FREE_SIDE, CONTENT_FREE_SIDE, rgb);
    }

    private static RgbImage noise() {
        byte[] rgb = new byte[3 * CONTENT_FREE_SIDE * CONTENT_FREE_SIDE];
        new Random(NOISE_SEED).nextBytes(rgb);
        return new RgbImage(CONTENT_FREE_SIDE, CONTENT_FREE_SIDE, rgb);
    }

    /** How answers about an image are made of those of a model. */
    @FunctionalInterface
    private interface Answering {
        List<AnswerProbability> answer(Debiasing.View view, List<Question> questions);
    }

    /** A debiasing that has taken the prior out already: the one that is left favours neither. */
    private record Neutral(String id, Answering answering) implements Debiasing {

        @Override
        public List<AnswerProbability> about(View view, List<Question> questions) {
            return answering.answer(view, questions);
        }

        @Override
        public List<AnswerProbability> prior(MultimodalModel model, List<Question> questions) {
            return repeated(EITHER, questions);
        }
    }
}
