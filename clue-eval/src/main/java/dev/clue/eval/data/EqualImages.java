package dev.clue.eval.data;

import dev.clue.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds images that are the same byte for byte: copies, and several names of one file. All of them count. */
public final class EqualImages {

    private final Problems problems;

    private EqualImages(Problems problems) {
        this.problems = problems;
    }

    /**
     * Makes a problem of each image file that is there already under another name. Only files of one size are read, and
     * images inside of tables are not: that would read the whole set.
     */
    static void inFiles(List<RowLabels.Candidate> images, Problems problems) {
        EqualImages equal = new EqualImages(problems);
        Map<Long, List<RowLabels.Candidate>> bySize = new LinkedHashMap<>();
        for (RowLabels.Candidate image : images) {
            size(image)
                    .ifPresent(size -> bySize.computeIfAbsent(size, first -> new ArrayList<>())
                            .add(image));
        }
        bySize.values().stream().filter(group -> group.size() > 1).forEach(equal::compare);
    }

    /**
     * The same for images inside of tables, which are known to be equal once all have been read.
     *
     * @param images of a set
     * @param digests over the bytes of its images, by id; what could not be read is absent
     * @return a problem for each image that is there already, if it or the first one is inside of a table
     */
    public static List<SetProblem> inTables(List<LabelledImage> images, Map<String, String> digests) {
        Problems problems = new Problems();
        EqualImages equal = new EqualImages(problems);
        Map<String, LabelledImage> firsts = new HashMap<>();
        for (LabelledImage image : images) {
            String digest = digests.get(image.id());
            LabelledImage first = digest == null ? null : firsts.putIfAbsent(digest, image);
            if (first != null && (isInTable(first) || isInTable(image))) {
                equal.found(first, first.source().uri(), image, image.source().uri());
            }
        }
        return problems.list();
    }

    private static boolean isInTable(LabelledImage image) {
        return image.source() instanceof ParquetImage;
    }

    private void compare(List<RowLabels.Candidate> ofOneSize) {
        Map<String, RowLabels.Candidate> firsts = new HashMap<>();
        for (RowLabels.Candidate image : ofOneSize) {
            digest(image)
                    .map(digest -> firsts.putIfAbsent(digest, image))
                    .ifPresent(first -> found(first.labelled(), first.where(), image.labelled(), image.where()));
        }
    }

    private void found(LabelledImage first, String firstWhere, LabelledImage next, String where) {
        String both =
                "'" + next.id() + "' is the same image as '" + first.id() + "' (" + firstWhere + "), byte for byte";
        if (contradict(first, next)) {
            problems.add(
                    where,
                    both + ", with another label: both count, and one of them is labelled wrongly",
                    "mend the label that is wrong, and remove one of the rows");
        } else {
            problems.add(where, both + ": both count", "remove one of the rows, or give one another image");
        }
    }

    private static boolean contradict(LabelledImage a, LabelledImage b) {
        Boolean unsafe = a.unsafe();
        boolean asAWhole = unsafe != null && b.unsafe() != null && !unsafe.equals(b.unsafe());
        return asAWhole || differ(a.rules(), b.rules()) || differ(a.statements(), b.statements());
    }

    private static boolean differ(Map<String, Boolean> a, Map<String, Boolean> b) {
        return a.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(b.getOrDefault(entry.getKey(), entry.getValue())));
    }

    /** Of a file that has something in it. What cannot be read is said when it is judged. */
    private static Optional<Long> size(RowLabels.Candidate image) {
        Path file = image.file();
        try {
            return Optional.ofNullable(file == null ? null : Files.size(file)).filter(size -> size > 0);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> digest(RowLabels.Candidate image) {
        Path file = image.file();
        if (file == null) {
            return Optional.empty();
        }
        MessageDigest digest = Sha256.start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Optional.of(Sha256.hex(digest));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
