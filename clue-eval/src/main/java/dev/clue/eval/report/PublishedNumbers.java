package dev.clue.eval.report;

import dev.clue.eval.method.Methods;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers that the paper (arXiv 2501.00192) publishes: OS Bench, about 700 images that violate one of 14 rules and as
 * many that nearly do; not published, so they can be set beside other numbers and not compared with them.
 */
final class PublishedNumbers {

    /** The models of the paper's Table 2, in its order. */
    static final List<String> MODELS = List.of("Qwen2-VL-7B", "InternVL2-8B-AWQ", "LLaVA-v1.6-34B", "InternVL2-76B");

    /** Recall and accuracy in percent, F1: safe against unsafe. */
    record Row(double recall, double accuracy, double f1) {

        @Override
        public String toString() {
            return recall + " / " + accuracy + " / " + Numbers.fraction(f1);
        }
    }

    /** Table 2 by our method ids; a row a model of {@link #MODELS}. */
    static final Map<String, List<Row>> TABLE_2 = new LinkedHashMap<>();

    static {
        TABLE_2.put(
                Methods.PRIOR_KNOWLEDGE_DIRECT,
                List.of(
                        new Row(55.2, 74.4, .683),
                        new Row(15.5, 57.6, .267),
                        new Row(80.0, 75.1, .763),
                        new Row(62.6, 71.8, .691)));
        TABLE_2.put(
                Methods.PRIOR_KNOWLEDGE_REASONED,
                List.of(
                        new Row(31.4, 64.0, .466),
                        new Row(61.9, 69.5, .670),
                        new Row(33.3, 65.5, .491),
                        new Row(63.5, 70.9, .687)));
        TABLE_2.put(
                Methods.WHOLE_CONSTITUTION_DIRECT,
                List.of(
                        new Row(36.7, 68.0, .534),
                        new Row(32.3, 65.9, .487),
                        new Row(80.0, 66.6, .705),
                        new Row(79.7, 85.5, .846)));
        TABLE_2.put(
                Methods.WHOLE_CONSTITUTION_REASONED,
                List.of(
                        new Row(25.5, 62.2, .403),
                        new Row(46.9, 65.0, .573),
                        new Row(26.1, 62.5, .410),
                        new Row(75.3, 82.2, .809)));
        TABLE_2.put(
                Methods.CLUE,
                List.of(
                        new Row(88.9, 86.3, .866),
                        new Row(91.2, 87.4, .879),
                        new Row(93.6, 86.2, .871),
                        new Row(95.9, 94.8, .949)));
    }

    /** Accuracy and F1 of ablations with InternVL2-8B-AWQ, as text; what the paper does not print is missing. */
    static final Map<String, String> ABLATIONS = Map.of(
            Methods.CLUE, "87.4 / .879",
            Methods.WITHOUT_DEBIASING, "66.6 / .746",
            Methods.REASONING_ALWAYS, "66.6 / .746",
            Methods.WITHOUT_PRECONDITIONS, "82.7 / .823");

    private PublishedNumbers() {}
}
