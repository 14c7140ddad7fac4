package dev.clue.probe;

import dev.clue.error.ModelException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Usage;
import dev.clue.probe.Check.Grade;
import dev.clue.probe.Sight.Manner;
import dev.clue.prompt.Prompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds out what a model can do, within seconds: whether it sees, whether it answers rightly what nobody gets wrong,
 * whether its first token is an answer, whether the answer depends on how it is asked, how long a prompt and how many
 * requests it takes, how fast it is. A check that fails because the model does is a finding, too.
 */
public final class ModelProbe {

    private static final String ABSENT =
            "Is this content missing from the image? Answer with one word, Yes or No.\nContent:";
    private static final String OTHER_ORDER =
            "Is this content visible in the image? Answer with one word, No or Yes.\nContent:";

    private static final double GOOD_MASS = 0.5;
    private static final double REPEATED = 0.01;
    private static final double STEADY = 0.2;
    private static final double OPPOSITE = 0.5;

    private static final int FOLLOWERS = 4;
    private static final int SHORTEST_WORDS = 64;
    private static final int LONGEST_WORDS = 4096;
    private static final int QUESTIONS_A_ROUND = 8;
    private static final double FASTER = 1.1;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    private final MultimodalModel model;
    private final Manner manner;
    private final double leastMass;
    private final int mostAtOnce;
    private final LongSupplier nanoTime;

    /**
     * @param model who is looked at
     * @param manner whether it gives scores
     * @param leastMass P(Yes) + P(No) below which an answer means nothing, 0 to 1
     * @param mostAtOnce the most looks at the same time
     * @param nanoTime tells the time
     */
    public ModelProbe(MultimodalModel model, Manner manner, double leastMass, int mostAtOnce, LongSupplier nanoTime) {
        this.model = model;
        this.manner = manner;
        this.leastMass = leastMass;
        this.mostAtOnce = mostAtOnce;
        this.nanoTime = nanoTime;
    }

    /** Every check, in an order that puts first what matters most. Where the model cannot see, the rest is left out. */
    public List<Check> run() {
        List<Check> checks = new ArrayList<>(sight());
        if (isUsable(checks)) {
            checks.add(checked("known-answers", this::knownAnswers));
        }
        if (isUsable(checks) && manner == Manner.SCORES) {
            checks.add(checked("answer-mass", this::answerMass));
            checks.add(checked("repeatable", this::repeatable));
            checks.add(noted("polarity", () -> wording("polarity", ABSENT, true)));
            checks.add(noted("order", () -> wording("order", OTHER_ORDER, false)));
            checks.add(noted("latency", this::latency));
            checks.add(checked("prompt-length", this::promptLength));
            checks.add(noted("concurrency", this::concurrency));
        }
        return List.copyOf(checks);
    }

    private static boolean isUsable(List<Check> checks) {
        return checks.stream().noneMatch(check -> check.grade() == Grade.BAD);
    }

    private Check knownAnswers() {
        KnownAnswers answers = KnownAnswers.of(model, manner);
        Check check = answers.isSound()
                ? Check.of("known-answers", Grade.GOOD, answers.finding())
                : Check.of(
                        "known-answers",
                        Grade.BAD,
                        answers.finding() + ": it does not answer by what an image shows; use another model"
                                + answers.otherwise());
        return check.with("right", answers.right());
    }

    private List<Check> sight() {
        Sight sight;
        try {
            sight = Sight.of(model, manner);
        } catch (ModelException e) {
            return List.of(Check.of("sees-images", Grade.BAD, message(e)));
        }
        Check sees = sight.sees()
                ? Check.of("sees-images", Grade.GOOD, text("answers differ by %.2f", sight.difference()))
                : Check.of(
                        "sees-images",
                        Grade.BAD,
                        text(
                                "answers about two images that have nothing in common differ by %.3f: it does not see"
                                        + " them; use a multimodal model, and a server that passes images on%s",
                                sight.difference(), sight.otherwiseBlind()));
        Check right = sight.isTrue()
                ? Check.of("right-image", Grade.GOOD, text("the same image again: differs by %.4f", sight.drift()))
                : Check.of(
                        "right-image",
                        Grade.BAD,
                        text(
                                "answers about the same image differ by %.2f once it was asked about another: switch the"
                                        + " server's prefix and image caches off, or update it%s",
                                sight.drift(), sight.otherwiseUntrue()));
        return List.of(sees.with("difference", sight.difference()), right.with("drift", sight.drift()));
    }

    private Check answerMass() {
        double seen = leastMass(ask(ProbeImages.DISC, Prompts::precondition));
        double nothing;
        try (Look look = model.lookAtNothing()) {
            nothing = leastMass(look.ask(questions(Prompts::precondition)));
        }
        double least = Math.min(seen, nothing);
        Grade grade = least < leastMass ? Grade.BAD : least < GOOD_MASS ? Grade.NOTE : Grade.GOOD;
        String advice = grade == Grade.BAD
                ? "; too little: use another model, or --answers sampled:K or reasoning"
                : grade == Grade.NOTE ? "; it often begins with something else" : "";
        return Check.of(
                        "answer-mass",
                        grade,
                        text("Yes and No have %.2f with an image, %.2f without, at least", seen, nothing) + advice)
                .with("with_image", seen)
                .with("without_image", nothing);
    }

    private Check repeatable() {
        List<AnswerProbability> together = ask(ProbeImages.DISC, Prompts::precondition);
        double largest = 0;
        for (int i = 0; i < together.size(); i++) {
            try (Look look = model.look(ProbeImages.DISC)) {
                AnswerProbability alone = look.ask(
                                List.of(questions(Prompts::precondition).get(i)))
                        .getFirst();
                largest = Math.max(
                        largest, Math.abs(alone.score() - together.get(i).score()));
            }
        }
        return Check.of(
                        "repeatable",
                        largest <= REPEATED ? Grade.GOOD : Grade.NOTE,
                        text("asked again, alone: differs by %.4f", largest)
                                + (largest <= REPEATED
                                        ? ""
                                        : "; verdicts near a threshold will change from run to run"))
                .with("difference", largest);
    }

    /** How far scores move when the question is asked in other words. */
    private Check wording(String id, String instruction, boolean opposite) {
        double sum = 0;
        int count = 0;
        for (RgbImage image : List.of(ProbeImages.DISC, ProbeImages.BARS)) {
            List<AnswerProbability> usual = ask(image, Prompts::precondition);
            List<AnswerProbability> other = ask(image, statement -> new Question(instruction, " " + statement));
            for (int i = 0; i < usual.size(); i++) {
                double score = other.get(i).score();
                sum += Math.abs(usual.get(i).score() - (opposite ? 1 - score : score));
                count++;
            }
        }
        double mean = sum / count;
        boolean steady = mean <= (opposite ? OPPOSITE : STEADY);
        String asked = opposite ? "asked whether it is missing: 1 - score" : "asked for No or Yes: the score";
        return Check.of(
                        id,
                        steady ? Grade.GOOD : Grade.NOTE,
                        text("%s differs by %.2f on average", asked, mean)
                                + (steady ? "" : "; it answers the wording more than the image"))
                .with("mean_difference", mean);
    }

    private Check latency() {
        long begun = nanoTime.getAsLong();
        try (Look look = model.look(ProbeImages.BARS)) {
            look.ask(questions(Prompts::precondition).subList(0, 1));
            long led = nanoTime.getAsLong();
            for (int i = 0; i < FOLLOWERS; i++) {
                look.ask(List.of(Prompts.precondition("thing number " + i)));
            }
            double first = (led - begun) / NANOS_A_MILLI;
            double next = (nanoTime.getAsLong() - led) / NANOS_A_MILLI / FOLLOWERS;
            return Check.of(
                            "latency",
                            Grade.GOOD,
                            text("first question %.0f ms, each further one %.0f ms", first, next))
                    .with("first_ms", first)
                    .with("next_ms", next);
        }
    }

    private Check promptLength() {
        long tokens = 0;
        String end = "";
        for (int words = SHORTEST_WORDS; words <= LONGEST_WORDS && end.isEmpty(); words *= 2) {
            try (Look look = model.look(ProbeImages.DISC)) {
                Usage before = look.usage();
                look.ask(List.of(Prompts.precondition("thing ".repeat(words).strip())));
                tokens = Math.max(tokens, look.usage().inputTokens() - before.inputTokens());
            } catch (ModelException e) {
                end = message(e);
            }
        }
        String limit = end.isEmpty() ? "at least " : "about ";
        return Check.of(
                        "prompt-length",
                        Grade.GOOD,
                        limit + tokens + " tokens" + (end.isEmpty() ? "" : ", then: " + end))
                .with("tokens", (double) tokens);
    }

    /** Doubles the looks at the same time while that makes it faster. */
    private Check concurrency() {
        double best = 0;
        int at = 0;
        for (int threads = 1; threads <= mostAtOnce; threads *= 2) {
            double rate = rate(threads);
            if (rate <= best * FASTER) {
                break;
            }
            best = rate;
            at = threads;
        }
        return Check.of(
                        "concurrency",
                        Grade.GOOD,
                        text("%.1f questions a second, with %d images at the same time (--threads %d)", best, at, at))
                .with("questions_per_second", best)
                .with("threads", at);
    }

    private double rate(int threads) {
        long begun = nanoTime.getAsLong();
        try (ExecutorService looks = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> rounds = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                rounds.add(looks.submit(() -> round(number)));
            }
            int asked = 0;
            for (Future<Integer> round : rounds) {
                asked += round.get();
            }
            return asked * NANOS_A_SECOND / Math.max(1, nanoTime.getAsLong() - begun);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ModelException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a model was probed", e);
        }
    }

    /** Asks a full pack about an image that no other round has. */
    private int round(int number) {
        RgbImage image = ProbeImages.DISC.crop(ProbeImages.DISC.bounds()).blackOut(ProbeImages.corner(number));
        List<Question> pack = new ArrayList<>();
        for (int i = 0; i < QUESTIONS_A_ROUND; i++) {
            pack.add(Prompts.precondition("thing number " + i + " of " + number));
        }
        try (Look look = model.look(image)) {
            return look.ask(pack).size();
        }
    }

    private List<AnswerProbability> ask(RgbImage image, Words words) {
        try (Look look = model.look(image)) {
            return look.ask(questions(words));
        }
    }

    private interface Words {
        Question about(String statement);
    }

    private static List<Question> questions(Words words) {
        return Sight.STATEMENTS.stream().map(words::about).toList();
    }

    private static double leastMass(List<AnswerProbability> answers) {
        return answers.stream().mapToDouble(AnswerProbability::mass).min().orElse(0);
    }

    private static Check checked(String id, Supplier<Check> check) {
        try {
            return check.get();
        } catch (ModelException e) {
            return Check.of(id, Grade.BAD, message(e));
        }
    }

    /** For what no verdict depends on: a model that cannot do it may judge. One that is not there cannot be looked at. */
    private static Check noted(String id, Supplier<Check> check) {
        try {
            return check.get();
        } catch (ModelUnfitException e) {
            return Check.of(id, Grade.NOTE, "not found out, it can judge all the same: " + message(e));
        } catch (ModelException e) {
            return Check.of(id, Grade.BAD, message(e));
        }
    }

    private static String message(ModelException e) {
        return String.valueOf(e.getMessage());
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format here is a constant
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
