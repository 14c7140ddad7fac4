package dev.clue.eval.calibration;

import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Image files of which nothing is known. */
public final class UnlabelledImages {

    private UnlabelledImages() {}

    /**
     * A set without labels.
     *
     * @param name what it is called
     * @param files the images
     */
    public static LabelledSet of(String name, List<String> files) {
        return new LabelledSet(
                name,
                files.stream()
                        .map(file -> new LabelledImage(
                                file, new InFile(file), null, new TreeMap<>(), Map.of(), new TreeSet<>()))
                        .toList(),
                List.of(),
                0,
                false);
    }

    private record InFile(String uri) implements ImageSource {

        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(Path.of(uri));
        }
    }
}
