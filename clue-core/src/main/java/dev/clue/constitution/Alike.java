package dev.clue.constitution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the rules that have at least half of their words in common with a text, without comparing it with every rule: two
 * sets of which half is common have one of their rarest words in common.
 */
final class Alike {

    /** Below this share of common words, a rule is a new one. */
    private static final double ENOUGH = 0.5;

    /** A text is compared with so many rules at most, those with its rarest words first. */
    private static final int MOST_COMPARED = 100;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final List<SourceRule> rules;
    private final List<Set<String>> words;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, List<Integer>> byRareWord = new HashMap<>();

    Alike(List<SourceRule> rules) {
        this.rules = rules;
        this.words = rules.stream().map(rule -> words(rule.text())).toList();
        words.forEach(set -> set.forEach(word -> counts.merge(word, 1, Integer::sum)));
        for (int i = 0; i < words.size(); i++) {
            for (String word : rarest(words.get(i))) {
                byRareWord.computeIfAbsent(word, any -> new ArrayList<>()).add(i);
            }
        }
    }

    /** Those that are like a text, each with the share of words that both have, of those that either has. */
    Map<SourceRule, Double> to(String text) {
        Set<String> own = words(text);
        Set<Integer> compared = new HashSet<>();
        Map<SourceRule, Double> alike = new LinkedHashMap<>();
        for (String word : rarest(own)) {
            for (int i : byRareWord.getOrDefault(word, List.of())) {
                if (compared.size() == MOST_COMPARED) {
                    return alike;
                }
                if (compared.add(i)) {
                    double share = share(own, words.get(i));
                    if (share >= ENOUGH) {
                        alike.put(rules.get(i), share);
                    }
                }
            }
        }
        return alike;
    }

    /** So many of the rarest words that whoever has none of them has less than enough in common. */
    private List<String> rarest(Set<String> set) {
        return set.stream()
                .sorted(Comparator.comparingInt((String word) -> counts.getOrDefault(word, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(set.size() - (int) Math.ceil(ENOUGH * set.size()) + 1L)
                .toList();
    }

    private static double share(Set<String> one, Set<String> other) {
        long both = one.stream().filter(other::contains).count();
        return (double) both / (one.size() + other.size() - both);
    }

    private static Set<String> words(String text) {
        return BETWEEN_WORDS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
