package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Place;
import dev.clue.constitution.YamlNode.Scalar;
import dev.clue.constitution.YamlNode.Sequence;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Rules that somebody wrote for people, given where a constitution is read: {@code clue compile} makes one of them. */
final class Prose {

    private static final Pattern NAME_OF_YAML = Pattern.compile("(?i).+\\.(ya?ml|json)");

    /** A line that any constitution has, also one in JSON. */
    private static final Pattern KEY = Pattern.compile("(?m)^[\\s{\"']*(constitution|version|rules)[\"']?\\s*:");

    private Prose() {}

    /** Whether the file is prose by its name and by all that is in it; that is then the one finding. */
    static boolean isFound(Path file, String text, Findings findings) {
        if (isNamedYaml(file) || KEY.matcher(text).find()) {
            return false;
        }
        findings.add(
                Place.START,
                null,
                "this is prose and no constitution, which has constitution:, version: and rules: in it; "
                        + advice(stem(file)));
        return true;
    }

    /** Whether this is what YAML makes of sentences, or of a list of them. */
    static boolean isRoot(YamlNode root) {
        return root instanceof Scalar
                || (root instanceof Sequence list
                        && !list.items().isEmpty()
                        && list.items().getFirst() instanceof Scalar);
    }

    /** What to do with rules in prose. */
    static String advice(String stem) {
        return "to make a constitution of rules in prose, save them as " + stem + ".md, each as an item of a list"
                + " (- Dogs must be on a lead.), and run clue compile " + stem + ".md";
    }

    /** Whether the file's name says that it is YAML or JSON. */
    static boolean isNamedYaml(Path file) {
        return NAME_OF_YAML.matcher(name(file)).matches();
    }

    /** The file's name without its extension. */
    static String stem(Path file) {
        return name(file).replaceFirst("(?<=.)(\\.clue)?\\.[^.]*$", "");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
