package dev.clue.lint;

import dev.clue.yaml.Span;
import dev.clue.yaml.YamlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comment such as {@code # lint: allow negated-precondition: the model answers this one well}. Behind something it is
 * about what begins on its line, on a line of its own about what begins on the next line that is no comment.
 *
 * @param codes what it names, perhaps nothing that there is
 * @param reason why they do not count, perhaps empty
 * @param text from the {@code #} to the end of the line
 * @param span where it stands
 * @param target the line that it is about; beyond the last one where nothing follows
 */
record SuppressionComment(List<String> codes, String reason, String text, Span span, int target) {

    private static final String MARK = "lint:";
    private static final String ALLOW = "allow";

    /** Those of a file, in its order. */
    static List<SuppressionComment> of(YamlText yaml) {
        int[] next = nextContent(yaml);
        List<SuppressionComment> found = new ArrayList<>();
        for (YamlText.Comment comment : yaml.comments()) {
            said(comment.text()).ifPresent(said -> {
                int line = comment.span().line();
                int colon = said.indexOf(':');
                String codes = (colon < 0 ? said : said.substring(0, colon)).strip();
                found.add(new SuppressionComment(
                        Arrays.asList(codes.split("\\s*,\\s*|\\s+", -1)),
                        colon < 0 ? "" : said.substring(colon + 1).strip(),
                        yaml.text(comment.span()),
                        comment.span(),
                        isComment(yaml.line(line)) ? next[line] : line));
            });
        }
        return found;
    }

    /** What follows {@code lint: allow}. */
    private static Optional<String> said(String comment) {
        if (!comment.startsWith(MARK)) {
            return Optional.empty();
        }
        String rest = comment.substring(MARK.length()).stripLeading();
        boolean allows = rest.startsWith(ALLOW)
                && (rest.length() == ALLOW.length() || !Character.isLetterOrDigit(rest.charAt(ALLOW.length())));
        return allows ? Optional.of(rest.substring(ALLOW.length())) : Optional.empty();
    }

    /** By line, from 1, the first below it that is neither blank nor a comment. */
    private static int[] nextContent(YamlText yaml) {
        int[] next = new int[yaml.lines() + 1];
        int below = yaml.lines() + 1;
        for (int line = yaml.lines(); line > 0; line--) {
            next[line] = below;
            String text = yaml.line(line);
            below = text.isBlank() || isComment(text) ? below : line;
        }
        return next;
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    /** What it covers, of what begins on each line. */
    @Nullable Span covered(Map<Integer, Span> beginnings) {
        return beginnings.get(target);
    }
}
