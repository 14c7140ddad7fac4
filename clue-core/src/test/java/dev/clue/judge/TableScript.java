package dev.clue.judge;

import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A script that is a table of statements. A region counts as painted black if the image has black pixels, so test
 * images have none of their own.
 */
class TableScript implements ScriptedModel.Script {

    private final Map<String, Row> rows = new HashMap<>();
    private final List<RgbImage> looked = new ArrayList<>();
    private final List<List<Turn>> dialogues = new ArrayList<>();

    /** What the model says about a statement. */
    static final class Row {
        private double seen = 0.5;
        private double prior = 0.5;
        private double without = 0.5;
        private double mass = 1;
        private double priorMass = 1;
        private double massWithout = 1;
        private List<String> summaries = List.of("{\"rating\": \"No\", \"rationale\": \"not there\"}");
        private @Nullable RuntimeException failure;

        Row seen(double score) {
            seen = score;
            return this;
        }

        Row prior(double score) {
            prior = score;
            return this;
        }

        Row without(double score) {
            without = score;
            return this;
        }

        Row mass(double value) {
            mass = value;
            return this;
        }

        Row priorMass(double value) {
            priorMass = value;
            return this;
        }

        Row massWithout(double value) {
            massWithout = value;
            return this;
        }

        Row summaries(String... texts) {
            summaries = List.of(texts);
            return this;
        }

        Row failing(RuntimeException e) {
            failure = e;
            return this;
        }
    }

    /** The row of a statement; by default neither sure nor visible. */
    Row on(String statement) {
        return rows.computeIfAbsent(statement, any -> new Row());
    }

    /** Sure that it holds. */
    TableScript holds(String... statements) {
        for (String statement : statements) {
            on(statement).seen(1).prior(0.5);
        }
        return this;
    }

    /** Sure that it fails. */
    TableScript fails(String... statements) {
        for (String statement : statements) {
            on(statement).seen(0).prior(0.5);
        }
        return this;
    }

    /** Every image that was looked at, in order. */
    List<RgbImage> looked() {
        return looked;
    }

    /** Every dialogue that was to be continued, in order. */
    List<List<Turn>> dialogues() {
        return dialogues;
    }

    @Override
    public void opening(@Nullable RgbImage image) {
        if (image != null) {
            looked.add(image);
        }
    }

    @Override
    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
        Row row = Objects.requireNonNull(rows.get(question.content().strip()), question.content());
        if (row.failure != null) {
            throw row.failure;
        }
        if (image == null) {
            return probability(row.prior, row.priorMass);
        }
        return hasBlack(image) ? probability(row.without, row.massWithout) : probability(row.seen, row.mass);
    }

    @Override
    public String say(@Nullable RgbImage image, List<Turn> dialogue) {
        dialogues.add(dialogue);
        if (dialogue.size() == 1) {
            return "Let me see.";
        }
        Row row = rows.entrySet().stream()
                .filter(entry -> dialogue.getFirst().text().endsWith(" " + entry.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
        return row.summaries.get(Math.min(dialogue.size() / 2 - 1, row.summaries.size() - 1));
    }

    private static AnswerProbability probability(double score, double mass) {
        return new AnswerProbability(mass * score, mass * (1 - score));
    }

    private static boolean hasBlack(RgbImage image) {
        byte[] rgb = image.bytes();
        for (int i = 0; i < rgb.length; i += 3) {
            if (rgb[i] == 0 && rgb[i + 1] == 0 && rgb[i + 2] == 0) {
                return true;
            }
        }
        return false;
    }
}
