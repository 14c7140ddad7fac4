package dev.clue.eval.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds image files that are the same byte for byte: copies, and several names of one file. Only files of one size are
 * read. Images inside of tables are not compared: that would read the whole set.
 */
final class EqualImages {

    private final Problems problems;

    EqualImages(Problems problems) {
        this.problems = problems;
    }

    /** Makes a problem of each image that is there already under another name. */
    void report(List<RowLabels.Candidate> images) {
        Map<Long, List<RowLabels.Candidate>> bySize = new LinkedHashMap<>();
        for (RowLabels.Candidate image : images) {
            size(image)
                    .ifPresent(size -> bySize.computeIfAbsent(size, first -> new ArrayList<>())
                            .add(image));
        }
        bySize.values().stream().filter(group -> group.size() > 1).forEach(this::compare);
    }

    private void compare(List<RowLabels.Candidate> ofOneSize) {
        Map<String, RowLabels.Candidate> first = new LinkedHashMap<>();
        for (RowLabels.Candidate image : ofOneSize) {
            Optional<RowLabels.Candidate> same = digest(image).map(digest -> first.putIfAbsent(digest, image));
            same.ifPresent(there -> equal(there, image));
        }
    }

    private void equal(RowLabels.Candidate first, RowLabels.Candidate next) {
        String both = "'" + next.labelled().id() + "' is the same image as '"
                + first.labelled().id() + "' (" + first.where() + "), byte for byte";
        if (contradict(first.labelled(), next.labelled())) {
            problems.add(
                    next.where(),
                    both + ", with another label: both count, and one of them is labelled wrongly",
                    "mend the label that is wrong, and remove one of the rows");
        } else {
            problems.add(next.where(), both + ": both count", "remove one of the rows, or give one another image");
        }
    }

    private static boolean contradict(LabelledImage a, LabelledImage b) {
        boolean asAWhole = a.unsafe() != null && b.unsafe() != null && !Objects.equals(a.unsafe(), b.unsafe());
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
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
