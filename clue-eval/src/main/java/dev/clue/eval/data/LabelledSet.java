package dev.clue.eval.data;

import dev.clue.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Images with labels, and what is wrong with the files that they come from. Nothing is left out without a problem that
 * says so.
 *
 * @param name what the set is called: the name of its folder or file
 * @param images at least one, each with an id of its own, in the order of the files
 * @param problems what was left out and why, in the order in which it was found
 * @param leftOut how many images the files name that are not among them
 * @param labelledByConstitution whether all labels are of the chosen constitution: with another, there may be others
 */
public record LabelledSet(
        String name,
        List<LabelledImage> images,
        List<SetProblem> problems,
        int leftOut,
        boolean labelledByConstitution) {

    private static final int MOST_PROBLEMS_SHOWN = 20;

    /** Copies the lists. */
    public LabelledSet {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a set. Labels are read now; an image is read when its bytes are asked for.
     *
     * @param location a folder with {@code metadata.jsonl}, {@code metadata.csv} or Parquet files, in it or in one
     *     folder a split; or one such file
     * @throws ConfigurationException if there is no set, or no image of it can be used, saying why
     */
    public static LabelledSet read(Path location, ReadOptions options) {
        LabelledSet set = SetReader.read(location, options);
        if (set.images.isEmpty()) {
            throw new ConfigurationException(location + ": the set has no image that can be used"
                    + (set.problems.isEmpty() ? ": its files have no rows" : ":\n" + shown(set.problems)));
        }
        return set;
    }

    private static String shown(List<SetProblem> problems) {
        String first = problems.stream()
                .limit(MOST_PROBLEMS_SHOWN)
                .map(SetProblem::toString)
                .collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_PROBLEMS_SHOWN;
        return more <= 0 ? first : first + "\nand " + more + " more";
    }
}
