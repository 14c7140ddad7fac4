package dev.clue.onnx.hub;

import dev.clue.error.ModelUnfitException;
import java.util.regex.Pattern;

/**
 * A file of a repository.
 *
 * @param path relative to the repository, with slashes
 * @param bytes its size
 * @param digest of its content, which is also the name that it has in the cache
 */
public record HubFile(String path, long bytes, ContentDigest digest) {

    /** The longest path that is taken. */
    private static final int LONGEST = 500;

    private static final Pattern STEP = Pattern.compile("[^/\\\\\\p{Cntrl}:*?\"<>|]+");

    /** @throws ModelUnfitException if the path could lead out of a folder, or the size is none */
    public HubFile {
        boolean inside = path.length() <= LONGEST;
        for (String step : path.split("/", -1)) {
            inside &= STEP.matcher(step).matches() && !step.equals(".") && !step.equals("..");
        }
        if (!inside) {
            throw new ModelUnfitException(
                    "the repository lists a file called \"" + path
                            + "\", which could be written outside its folder: nothing of it was used. Choose another repository.");
        }
        if (bytes < 0) {
            throw new ModelUnfitException("the repository lists " + path + " with " + bytes + " bytes.");
        }
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
