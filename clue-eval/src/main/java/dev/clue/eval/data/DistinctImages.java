package dev.clue.eval.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The images of a set, each once. Of two rows about one image the first counts; where they contradict each other
 * nobody knows the label, and the image is left out.
 */
final class DistinctImages {

    private final Problems problems;
    private final Map<String, RowLabels.Candidate> byId = new HashMap<>();
    private final Map<Path, RowLabels.Candidate> byFile = new HashMap<>();
    private final List<RowLabels.Candidate> images = new ArrayList<>();
    private final Set<RowLabels.Candidate> contradicted = new HashSet<>();
    private int namesakes;

    DistinctImages(Problems problems) {
        this.problems = problems;
    }

    void add(RowLabels.Candidate next) {
        Path file = next.file() == null ? null : next.file().toAbsolutePath();
        RowLabels.Candidate same = file == null ? null : byFile.get(file);
        if (same != null) {
            repeated(same, next);
            return;
        }
        RowLabels.Candidate namesake = byId.get(next.labelled().id());
        if (namesake != null) {
            namesakes++;
            problems.add(
                    next.where(),
                    "the id '" + next.labelled().id() + "' is that of another image (" + namesake.where()
                            + "), and the row is left out",
                    "give each image an id of its own");
            return;
        }
        images.add(next);
        byId.put(next.labelled().id(), next);
        if (file != null) {
            byFile.put(file, next);
        }
    }

    private void repeated(RowLabels.Candidate first, RowLabels.Candidate next) {
        if (sameLabels(first.labelled(), next.labelled())) {
            problems.add(
                    next.where(),
                    "the image is there already (" + first.where() + "), and the row is left out",
                    "remove one of the rows");
        } else {
            contradicted.add(first);
            problems.add(
                    next.where(),
                    "the image is there already with another label (" + first.where() + "), and is left out of the set",
                    "remove the row that is wrong");
        }
    }

    private static boolean sameLabels(LabelledImage a, LabelledImage b) {
        return Objects.equals(a.unsafe(), b.unsafe())
                && a.rules().equals(b.rules())
                && a.statements().equals(b.statements());
    }

    /** How many images are not in the list; one that is there and is named again is not one of them. */
    int leftOut() {
        return contradicted.size() + namesakes;
    }

    /** Those that are left; of those that are equal under different names there are problems now. */
    List<LabelledImage> list() {
        List<RowLabels.Candidate> left =
                images.stream().filter(image -> !contradicted.contains(image)).toList();
        EqualImages.inFiles(left, problems);
        return left.stream().map(RowLabels.Candidate::labelled).toList();
    }
}
