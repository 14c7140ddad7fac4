package dev.clue.eval.report;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.McNemarTest;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.RelevanceCurve;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How good a method is, and what it costs.
 *
 * @param method its id
 * @param judged how many images it has predicted, with or without a label of the whole image
 * @param image safe against unsafe, per image
 * @param rules violated or not, by rule; empty for a method that does not look at single rules
 * @param slices safe against unsafe, by slice
 * @param rulesTogether all pairs of image and labelled rule together (micro average), or null where it has none
 * @param relevance what the relevance scan keeps and drops, or null where the method has none
 * @param cost what an image costs on the average
 * @param againstClue compared with CLUE on the images that both have, or null for CLUE itself and where it did not run
 */
public record MethodReport(
        String method,
        int judged,
        Measures image,
        SortedMap<String, Measures> rules,
        SortedMap<String, Measures> slices,
        @Nullable Measures rulesTogether,
        @Nullable Relevance relevance,
        Cost cost,
        @Nullable Comparison againstClue) {

    /** Copies the maps. */
    public MethodReport {
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
        slices = Collections.unmodifiableSortedMap(new TreeMap<>(slices));
    }

    /** How many images "safe against unsafe" is of: those that it has predicted and that have a label as a whole. */
    public int images() {
        return image.confusion().items();
    }

    /** How many images it has predicted that have no label as a whole: they count in rules and costs only. */
    public int unlabelled() {
        return judged - images();
    }

    /**
     * What the relevance scan does.
     *
     * @param violatedKept share of the violated rules that it keeps, or why there is none
     * @param dropped share of all rules that it drops, 0 to 1
     * @param curve the same over its threshold, or why there is none
     */
    public record Relevance(Measured<Double> violatedKept, double dropped, Measured<RelevanceCurve> curve) {}

    /**
     * What an image costs on the average; language priors, which do not depend on images, are not counted.
     *
     * @param calls of the multimodal model: an image encoded, a question answered, a turn generated
     * @param inputTokens prompt tokens
     * @param outputTokens generated tokens
     * @param seconds wall time that computing everything takes, whether or not it was replayed
     */
    public record Cost(double calls, double inputTokens, double outputTokens, double seconds) {}

    /**
     * A method against CLUE.
     *
     * @param f1 its F1 minus CLUE's
     * @param accuracy its accuracy minus CLUE's
     * @param test McNemar's test on their decisions; images that either leaves undecided are left out
     */
    public record Comparison(Measured<Estimate> f1, Measured<Estimate> accuracy, McNemarTest test) {}
}
