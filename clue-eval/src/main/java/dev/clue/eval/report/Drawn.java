package dev.clue.eval.report;

import dev.clue.eval.metric.Scored;
import java.util.List;

/**
 * A prediction beside its label, as a bootstrap draws it.
 *
 * @param scored prediction and label
 * @param cluster what it is drawn together with
 */
record Drawn(Scored scored, String cluster) {

    static List<Scored> scored(List<Drawn> items) {
        return items.stream().map(Drawn::scored).toList();
    }

    static List<String> clusters(List<Drawn> items) {
        return items.stream().map(Drawn::cluster).toList();
    }

    static List<Drawn> decided(List<Drawn> items) {
        return items.stream().filter(item -> !item.scored().undecided()).toList();
    }
}
