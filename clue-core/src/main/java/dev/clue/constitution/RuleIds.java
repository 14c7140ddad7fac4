package dev.clue.constitution;

import dev.clue.constitution.MarkdownRules.Found;
import dev.clue.constitution.YamlNode.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ids for rules in Markdown that stay when rules are moved, added or reworded: an id that the author gave; else that of
 * the earlier rule with the same text; else that of the name in bold or of the heading; else, for a rule without a name,
 * that of the earlier rule that is most alike; else one made of the first words. What somebody added to an earlier rule
 * by hand for its old text is neither lost nor used for a new one: it is a mistake that a person mends.
 */
final class RuleIds {

    private static final Pattern ID = Pattern.compile(RuleParser.ID_SYNTAX);
    private static final int FIRST_WORDS = 6;
    private static final int DIGITS = 8;

    /** Below this share of common words, a rule is a new one. */
    private static final double ALIKE = 0.5;

    private final List<SourceRule> earlier;
    private final Set<String> taken = new HashSet<>();
    private final Map<Found, String> ids = new HashMap<>();

    private RuleIds(@Nullable ConstitutionSource earlier) {
        this.earlier = earlier == null ? List.of() : earlier.rules();
    }

    static List<SourceRule> assign(
            List<Found> found, @Nullable ConstitutionSource earlier, Findings findings, Findings notes) {
        RuleIds ids = new RuleIds(earlier);
        found.forEach(rule -> ids.given(rule, findings));
        found.forEach(ids::sameText);
        found.forEach(ids::sameName);
        ids.mostAlike(found);
        found.forEach(ids::fresh);
        for (SourceRule before : ids.earlier) {
            if (!ids.taken.contains(before.id())) {
                ids.gone(before, findings, notes);
            }
        }
        found.forEach(rule -> ids.requireAdditionsFit(rule, findings));
        return found.stream().map(ids::rule).toList();
    }

    private void gone(SourceRule before, Findings findings, Findings notes) {
        if (hasAdditions(before)) {
            findings.add(
                    Place.START,
                    before.id(),
                    "the rule is gone from the policy, but somebody wrote its preconditions or objective form by hand"
                            + " in the *.clue.yaml beside it: remove the rule there too, or put it back");
        } else {
            notes.add(Place.START, before.id(), "the rule is gone from the policy");
        }
    }

    private void requireAdditionsFit(Found rule, Findings findings) {
        for (SourceRule before : earlier) {
            if (before.id().equals(ids.get(rule)) && !before.text().equals(rule.text()) && hasAdditions(before)) {
                findings.add(
                        rule.place(),
                        before.id(),
                        "the rule has changed, but its preconditions or objective form, which somebody wrote by hand in"
                                + " the *.clue.yaml beside it, are for what it said before: remove them there, or, if"
                                + " they still fit, change rule: there to what the policy says now");
            }
        }
    }

    private static boolean hasAdditions(SourceRule rule) {
        return rule.isHandwritten() || rule.objectified() != null;
    }

    private SourceRule rule(Found found) {
        String id = String.valueOf(ids.get(found));
        Optional<SourceRule> before =
                earlier.stream().filter(rule -> rule.id().equals(id)).findFirst();
        return new SourceRule(
                id,
                found.text(),
                before.map(SourceRule::objectified).orElse(null),
                before.map(SourceRule::mapsTo).orElse(List.of()),
                before.map(SourceRule::preconditions).orElse(List.of()),
                found.place().line(),
                found.place().column());
    }

    private void given(Found rule, Findings findings) {
        String id = rule.id();
        if (id == null) {
            return;
        }
        if (id.length() > RuleParser.LONGEST_ID || !ID.matcher(id).matches()) {
            findings.add(
                    rule.place(),
                    null,
                    "the id in {#" + id + "} must be lower-case letters and digits, joined by '-', '_' or '.', at most "
                            + RuleParser.LONGEST_ID + " characters");
        } else if (!take(rule, id)) {
            findings.add(rule.place(), id, "duplicate id: give each rule an id of its own");
        }
    }

    private void sameText(Found rule) {
        if (!ids.containsKey(rule)) {
            earlier.stream()
                    .filter(before -> before.text().equals(rule.text()) && !taken.contains(before.id()))
                    .findFirst()
                    .ifPresent(before -> take(rule, before.id()));
        }
    }

    private void sameName(Found rule) {
        String name = rule.name();
        if (!ids.containsKey(rule) && name != null) {
            slug(name)
                    .filter(id -> earlier.isEmpty()
                            || earlier.stream().anyMatch(before -> before.id().equals(id)))
                    .ifPresent(id -> take(rule, id));
        }
    }

    private record Pair(Found rule, SourceRule before, double alike) {}

    private void mostAlike(List<Found> found) {
        List<Pair> pairs = new ArrayList<>();
        for (Found rule : found) {
            if (rule.name() != null || ids.containsKey(rule)) {
                continue;
            }
            for (SourceRule before : earlier) {
                double alike = alike(rule.text(), before.text());
                if (alike >= ALIKE) {
                    pairs.add(new Pair(rule, before, alike));
                }
            }
        }
        pairs.sort((one, other) -> Double.compare(other.alike(), one.alike()));
        for (Pair pair : pairs) {
            if (!ids.containsKey(pair.rule())) {
                take(pair.rule(), pair.before().id());
            }
        }
    }

    private void fresh(Found rule) {
        if (ids.containsKey(rule)) {
            return;
        }
        String name = rule.name();
        String own = (name == null ? slug(firstWords(rule.text())) : slug(name)).orElse("rule-" + digest(rule.text()));
        String section = rule.section();
        Optional<String> longer = section == null ? Optional.empty() : slug(section + " " + own);
        if (take(rule, own) || (longer.isPresent() && take(rule, longer.get()))) {
            return;
        }
        for (int i = 2; !take(rule, shortened(own, DIGITS) + "-" + i); i++) {
            // the next number is free, or the one after it
        }
    }

    private boolean take(Found rule, String id) {
        boolean free = taken.add(id);
        if (free) {
            ids.put(rule, id);
        }
        return free;
    }

    private static String firstWords(String text) {
        return Pattern.compile("\\s+").splitAsStream(text).limit(FIRST_WORDS).collect(Collectors.joining(" "));
    }

    /** The share of words that both have, of those that either has. */
    private static double alike(String one, String other) {
        Set<String> first = words(one);
        Set<String> second = words(other);
        Set<String> both = new HashSet<>(first);
        both.retainAll(second);
        first.addAll(second);
        return first.isEmpty() ? 0 : (double) both.size() / first.size();
    }

    private static Set<String> words(String text) {
        return Pattern.compile("[^\\p{L}\\p{N}]+")
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** A text as an id; empty where it has no letter of the Latin alphabet and no digit. */
    static Optional<String> slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        String id = plain.toLowerCase(Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return id.isEmpty() ? Optional.empty() : Optional.of(shortened(id, 0));
    }

    private static String shortened(String id, int spare) {
        int longest = RuleParser.LONGEST_ID - spare;
        return id.length() <= longest ? id : id.substring(0, longest).replaceAll("-$", "");
    }

    private static String digest(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
