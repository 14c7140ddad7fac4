package dev.clue.cli.report.eval;

import dev.clue.eval.report.EvalReport;
import java.util.ArrayList;
import java.util.List;

/** What of a set could not be used: images that could not be judged, and problems of the set, each with its first ones. */
final class LeftOutLists {

    private static final int MOST_EXAMPLES = 20;

    private LeftOutLists() {}

    /** Empty where everything could be used. */
    static List<EvalPage.LeftOut> of(EvalReport report) {
        List<EvalPage.LeftOut> lists = new ArrayList<>();
        if (!report.unjudged().isEmpty()) {
            lists.add(list(report.unjudgedInWords(), report.unjudged()));
        }
        if (!report.problems().isEmpty()) {
            lists.add(list(report.problemsInWords(), report.problems()));
        }
        return lists;
    }

    private static EvalPage.LeftOut list(String summary, List<?> all) {
        int more = all.size() - MOST_EXAMPLES;
        return new EvalPage.LeftOut(
                summary,
                all.stream().limit(MOST_EXAMPLES).map(Object::toString).toList(),
                more <= 0 ? "" : "And " + more + " more: all are in report.json beside this page.");
    }
}
