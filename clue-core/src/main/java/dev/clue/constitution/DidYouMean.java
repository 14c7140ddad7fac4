package dev.clue.constitution;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be: a rule, a key, a label, a column. */
public final class DidYouMean {

    private static final int LONGEST = 64;

    private DidYouMean() {}

    /** The closest of the known names, if at most a third of the longer one's letters differ. */
    public static Optional<String> among(Collection<String> known, String written) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(written);
        return known.stream()
                .filter(name -> 3 * distance(plain, plain(name)) <= Math.max(plain.length(), name.length()))
                .min(Comparator.comparingInt(name -> distance(plain, plain(name))));
    }

    /** {@code ": did you mean 'rules'?"}, or nothing. */
    public static String suggestion(Collection<String> known, String written) {
        return among(known, written)
                .map(name -> ": did you mean '" + name + "'?")
                .orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Edits that turn one into the other: insert, delete, replace, swap neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
