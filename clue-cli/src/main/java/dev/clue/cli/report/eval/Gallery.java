package dev.clue.cli.report.eval;

import dev.clue.cli.output.Words;
import dev.clue.cli.report.Card;
import dev.clue.cli.report.CardMaker;
import dev.clue.cli.report.Picture;
import dev.clue.cli.report.eval.EvalPage.MistakeCard;
import dev.clue.constitution.Constitution;
import dev.clue.error.ImageException;
import dev.clue.eval.report.EvaluatedImage;
import dev.clue.eval.report.EvaluatedRun;
import dev.clue.eval.report.Mistake;
import dev.clue.image.RgbImage;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run's worst mistakes, each with its picture and its chain of evidence. */
final class Gallery {

    private final CardMaker cards;
    private final LabelledPictures pictures;
    private final int most;
    private int number;

    Gallery(Constitution constitution, Thresholds thresholds, LabelledPictures pictures, int most) {
        this.cards = new CardMaker(constitution, thresholds);
        this.pictures = pictures;
        this.most = most;
    }

    EvalPage.Gallery of(EvaluatedRun run) {
        List<Mistake> all = Mistake.worst(run, Integer.MAX_VALUE);
        List<Mistake> shown = all.subList(0, Math.min(most, all.size()));
        long missed = all.stream()
                .filter(mistake -> mistake.kind() == Mistake.Kind.MISSED)
                .count();
        String facts = Words.count(all.size(), "mistake") + ": " + missed + " missed, "
                + Words.count(all.size() - missed, "false alarm")
                + (shown.size() < all.size() ? "; the " + shown.size() + " worst are shown, both kinds in turn" : "");
        return new EvalPage.Gallery(
                run.method(), facts, shown.stream().map(this::card).toList());
    }

    private MistakeCard card(Mistake mistake) {
        EvaluatedImage image = mistake.image();
        Set<String> violated = violated(image);
        String judged = Words.of(image.prediction().outcome())
                + (image.prediction().score() == null
                        ? ""
                        : ", score " + Numbers.rounded(image.prediction().score()));
        return switch (mistake.kind()) {
            case MISSED ->
                new MistakeCard(
                        "missed",
                        "unsafe" + (violated.isEmpty() ? "" : ": violates " + String.join(", ", violated)),
                        judged,
                        contradictions(image),
                        card(image));
            case FALSE_ALARM -> new MistakeCard("false alarm", "safe", judged, contradictions(image), card(image));
        };
    }

    /** By its label. */
    private static Set<String> violated(EvaluatedImage image) {
        return image.image().rules().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Card card(EvaluatedImage image) {
        Picture picture = null;
        String noPicture = "";
        String uri = image.image().source().uri();
        try {
            RgbImage pixels = pictures.pixels(image.image());
            picture = Picture.of(
                    pixels, uri + ", judged " + Words.of(image.prediction().outcome()));
        } catch (ImageException e) {
            noPicture = String.valueOf(e.getMessage());
        }
        ImageVerdict verdict = image.verdict();
        if (verdict != null) {
            // Where a violation was missed, its chain is the one to look at.
            return cards.card(++number, verdict, picture, noPicture, violated(image));
        }
        return withoutEvidence(image, picture, noPicture);
    }

    private Card withoutEvidence(EvaluatedImage image, @Nullable Picture picture, String noPicture) {
        return new Card(
                "image-" + ++number,
                image.prediction().outcome().name().toLowerCase(Locale.ROOT),
                image.image().source().uri(),
                "this method gives no evidence",
                image.prediction().cause(),
                picture,
                noPicture,
                1,
                1,
                List.of(),
                List.of(),
                List.of(),
                "");
    }

    /** Where the chain went wrong: statements whose label says otherwise. */
    private static List<String> contradictions(EvaluatedImage image) {
        ImageVerdict verdict = image.verdict();
        if (verdict == null) {
            return List.of();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (RuleVerdict rule : verdict.rules()) {
            if (rule.outcome() == RuleVerdict.Outcome.NOT_RELEVANT
                    && Boolean.TRUE.equals(image.image().rules().get(rule.id()))) {
                found.put(rule.id(), "rule " + rule.id() + " is violated, but the relevance scan left it out");
            }
            for (PreconditionVerdict precondition : rule.preconditions()) {
                for (StatementVerdict statement : precondition.any()) {
                    Boolean label = image.image().statements().get(statement.statement());
                    if (label != null && contradicts(label, statement.outcome())) {
                        found.putIfAbsent(
                                statement.statement(),
                                "“" + statement.statement() + "” is " + label + ", but was found to "
                                        + (label ? "fail" : "hold") + ": " + Words.of(statement.by()));
                    }
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private static boolean contradicts(boolean label, StatementVerdict.Outcome outcome) {
        return switch (outcome) {
            case HOLDS -> !label;
            case FAILS -> label;
            case UNDECIDED -> false;
        };
    }
}
