package dev.clue.constitution;

import dev.clue.constitution.MarkdownRules.Found;
import dev.clue.constitution.YamlNode.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

    private final List<SourceRule> earlier;
    private final Map<String, SourceRule> earlierById = new HashMap<>();
    private final Map<String, Deque<SourceRule>> earlierByText = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Map<Found, String> ids = new HashMap<>();

    private RuleIds(@Nullable ConstitutionSource earlier) {
        this.earlier = earlier == null ? List.of() : earlier.rules();
        for (SourceRule rule : this.earlier) {
            earlierById.put(rule.id(), rule);
            earlierByText
                    .computeIfAbsent(rule.text(), text -> new ArrayDeque<>())
                    .add(rule);
        }
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
        SourceRule before = earlierById.get(ids.get(rule));
        if (before != null && !before.text().equals(rule.text()) && hasAdditions(before)) {
            findings.add(
                    rule.place(),
                    before.id(),
                    "the rule has changed, but its preconditions or objective form, which somebody wrote by hand in"
                            + " the *.clue.yaml beside it, are for what it said before: remove them there, or, if"
                            + " they still fit, change rule: there to what the policy says now");
        }
    }

    private static boolean hasAdditions(SourceRule rule) {
        return rule.isHandwritten() || rule.objectified() != null;
    }

    private SourceRule rule(Found found) {
        String id = String.valueOf(ids.get(found));
        Optional<SourceRule> before = Optional.ofNullable(earlierById.get(id));
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
        if (ids.containsKey(rule)) {
            return;
        }
        Deque<SourceRule> same = earlierByText.getOrDefault(rule.text(), new ArrayDeque<>());
        while (!same.isEmpty()) {
            if (take(rule, same.removeFirst().id())) {
                return;
            }
        }
    }

    private void sameName(Found rule) {
        String name = rule.name();
        if (!ids.containsKey(rule) && name != null) {
            slug(name)
                    .filter(id -> earlier.isEmpty() || earlierById.containsKey(id))
                    .ifPresent(id -> take(rule, id));
        }
    }

    private record Pair(Found rule, SourceRule before, double alike) {}

    private void mostAlike(List<Found> found) {
        Alike alike = new Alike(
                earlier.stream().filter(before -> !taken.contains(before.id())).toList());
        List<Pair> pairs = new ArrayList<>();
        for (Found rule : found) {
            if (rule.name() == null && !ids.containsKey(rule)) {
                alike.to(rule.text()).forEach((before, share) -> pairs.add(new Pair(rule, before, share)));
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
        String numbered = shortened(own, DIGITS);
        while (!take(rule, numbered + "-" + numbers.merge(numbered, 2, (last, first) -> last + 1))) {
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
