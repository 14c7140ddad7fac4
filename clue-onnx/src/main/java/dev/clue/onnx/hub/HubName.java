package dev.clue.onnx.hub;

import dev.clue.error.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model repository on the hub, at a revision.
 *
 * @param repository {@code owner/name}
 * @param revision a branch, a tag or a commit
 */
public record HubName(String repository, String revision) {

    /** What a repository's name begins with where a model is asked for. */
    public static final String PREFIX = "hf:";

    /** The revision that is meant where none is given. */
    public static final String MAIN = "main";

    private static final String WORD = "[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_-])?";
    private static final Pattern REPOSITORY = Pattern.compile(WORD + "/" + WORD);
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** @throws ConfigurationException if either is none, or could be taken for a path */
    public HubName {
        boolean twofold = repository.contains("--") || repository.contains("..");
        if (!REPOSITORY.matcher(repository).matches() || twofold) {
            throw new ConfigurationException("\"" + repository + "\" is no repository of the hub. Write " + PREFIX
                    + "owner/name, or " + PREFIX + "owner/name@revision.");
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..") || revision.contains("//")) {
            throw new ConfigurationException("\"" + revision + "\" is no revision of " + repository
                    + ". Give a branch, a tag or a commit after the @.");
        }
    }

    /** Whether a text is meant as a repository's name. */
    public static boolean isMeant(String text) {
        return text.startsWith(PREFIX);
    }

    /**
     * Reads {@code hf:owner/name[@revision]}.
     *
     * @throws ConfigurationException if it is not of that form
     */
    public static HubName parse(String text) {
        String rest = text.substring(isMeant(text) ? PREFIX.length() : 0);
        Matcher parts = Pattern.compile("([^@]*)@(.*)").matcher(rest);
        return parts.matches() ? new HubName(parts.group(1), parts.group(2)) : new HubName(rest, MAIN);
    }

    /** Whether the revision is a commit, whose files never change. */
    public boolean isCommit() {
        return isCommit(revision);
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** The folder of the repository in the hub's cache. */
    String folder() {
        return "models--" + repository.replace("/", "--");
    }

    /** {@code hf:owner/name}, with the revision unless it is the usual one. */
    @Override
    public String toString() {
        return PREFIX + repository + (revision.equals(MAIN) ? "" : "@" + revision);
    }
}
