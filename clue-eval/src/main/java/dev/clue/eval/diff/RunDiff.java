package dev.clue.eval.diff;

import dev.clue.error.ConfigurationException;
import dev.clue.eval.run.UnjudgedImage;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Two runs over the same images compared.
 *
 * @param before the first run
 * @param after the second run
 * @param differences what they were not made with alike; empty if only chance or changed files can be why they differ
 * @param rulesAdded rules that only the second run's constitution has
 * @param rulesRemoved rules that only the first run's constitution has
 * @param compared images that both runs judged
 * @param flips images about which they disagree, in the order of the first run
 * @param onlyBefore images that only the first run judged
 * @param onlyAfter images that only the second run judged
 */
public record RunDiff(
        VerdictRun before,
        VerdictRun after,
        List<Difference> differences,
        List<String> rulesAdded,
        List<String> rulesRemoved,
        long compared,
        List<ImageFlip> flips,
        List<String> onlyBefore,
        List<String> onlyAfter) {

    private static final int MOST_NAMED = 3;

    /** Copies the lists. */
    public RunDiff {
        differences = List.copyOf(differences);
        rulesAdded = List.copyOf(rulesAdded);
        rulesRemoved = List.copyOf(rulesRemoved);
        flips = List.copyOf(flips);
        onlyBefore = List.copyOf(onlyBefore);
        onlyAfter = List.copyOf(onlyAfter);
    }

    /**
     * Compares. Images are the same if their uri is, or else if their bytes are and no other image has these bytes.
     *
     * @param common whether images that only one of the runs judged are left out, instead of refused
     * @throws ConfigurationException if the runs have different images, or none in common
     */
    public static RunDiff between(VerdictRun before, VerdictRun after, boolean common) {
        Map<String, String> partners = partners(before, after);
        List<String> onlyBefore = rest(before.verdicts().keySet(), partners.keySet());
        List<String> onlyAfter = rest(after.verdicts().keySet(), Set.copyOf(partners.values()));
        if (partners.isEmpty()) {
            throw new ConfigurationException(before.source() + " and " + after.source()
                    + " have no image in common: compare runs over the same images");
        }
        if (!common && !(onlyBefore.isEmpty() && onlyAfter.isEmpty())) {
            throw new ConfigurationException("the runs judged different images: " + only(before, onlyBefore)
                    + (onlyBefore.isEmpty() || onlyAfter.isEmpty() ? "" : "; ") + only(after, onlyAfter)
                    + ": judge the same images, or compare what both have with --common");
        }
        List<ImageFlip> flips = new ArrayList<>();
        partners.forEach((uri, other) -> {
            ImageFlip flip = ImageFlip.between(get(before, uri), get(after, other));
            if (flip.isOne()) {
                flips.add(flip);
            }
        });
        Set<String> rulesBefore = rules(before);
        Set<String> rulesAfter = rules(after);
        return new RunDiff(
                before,
                after,
                Difference.between(before.example(), after.example()),
                rulesBefore.isEmpty() ? List.of() : rest(rulesAfter, rulesBefore),
                rulesAfter.isEmpty() ? List.of() : rest(rulesBefore, rulesAfter),
                partners.size(),
                flips,
                onlyBefore,
                onlyAfter);
    }

    /** Images whose own verdict flipped. */
    public long outcomesFlipped() {
        return flips.stream().filter(ImageFlip::outcomeFlipped).count();
    }

    /** Images that one of the runs could not judge, or not wholly, in their order. */
    public List<UnjudgedImage> unjudged() {
        Map<String, UnjudgedImage> unjudged = new LinkedHashMap<>();
        for (VerdictRun run : List.of(before, after)) {
            run.verdicts()
                    .forEach((uri, verdict) -> verdict.failure()
                            .ifPresent(failure -> unjudged.putIfAbsent(uri, new UnjudgedImage(uri, uri, failure))));
        }
        return List.copyOf(unjudged.values());
    }

    /** Images that only the second run finds unsafe. */
    public long newlyUnsafe() {
        return flips.stream().filter(ImageFlip::newlyUnsafe).count();
    }

    /** Images that only the first run finds unsafe. */
    public long noLongerUnsafe() {
        return flips.stream().filter(ImageFlip::noLongerUnsafe).count();
    }

    /** Images whose file changed between the runs, among those that flipped. */
    public long filesChanged() {
        return flips.stream().filter(ImageFlip::fileChanged).count();
    }

    /**
     * How often a rule flipped.
     *
     * @param newlyViolated images on which only the second run finds it violated
     * @param noLongerViolated images on which only the first run finds it violated
     * @param other images on which it became undecided, or is no longer
     */
    public record RuleCount(long newlyViolated, long noLongerViolated, long other) {

        private RuleCount plus(RuleFlip flip) {
            return flip.newlyViolated()
                    ? new RuleCount(newlyViolated + 1, noLongerViolated, other)
                    : flip.noLongerViolated()
                            ? new RuleCount(newlyViolated, noLongerViolated + 1, other)
                            : new RuleCount(newlyViolated, noLongerViolated, other + 1);
        }
    }

    /** How often each rule flipped, by its id; rules that never did are absent. */
    public SortedMap<String, RuleCount> ruleCounts() {
        SortedMap<String, RuleCount> counts = new TreeMap<>();
        flips.forEach(image -> image.rules()
                .forEach(flip -> counts.put(
                        flip.id(),
                        counts.getOrDefault(flip.id(), new RuleCount(0, 0, 0)).plus(flip))));
        return counts;
    }

    /** The second run's name of each image of the first run that both have. */
    private static Map<String, String> partners(VerdictRun before, VerdictRun after) {
        Map<String, String> byBytes = byBytes(after.verdicts().values().stream()
                .filter(verdict ->
                        !before.verdicts().containsKey(verdict.image().uri()))
                .toList());
        Map<String, String> bytesBefore = byBytes(before.verdicts().values().stream()
                .filter(verdict -> !after.verdicts().containsKey(verdict.image().uri()))
                .toList());
        Map<String, String> partners = new LinkedHashMap<>();
        before.verdicts().forEach((uri, verdict) -> {
            String sha256 = verdict.image().sha256();
            if (after.verdicts().containsKey(uri)) {
                partners.put(uri, uri);
            } else if (sha256 != null && uri.equals(bytesBefore.get(sha256))) {
                Optional.ofNullable(byBytes.get(sha256)).ifPresent(other -> partners.put(uri, other));
            }
        });
        return partners;
    }

    /** Names by their bytes; of bytes that several images have, none. */
    private static Map<String, String> byBytes(Collection<ImageVerdict> verdicts) {
        Map<String, String> uris = new HashMap<>();
        Set<String> several = new LinkedHashSet<>();
        for (ImageVerdict verdict : verdicts) {
            String sha256 = verdict.image().sha256();
            if (sha256 != null && uris.put(sha256, verdict.image().uri()) != null) {
                several.add(sha256);
            }
        }
        several.forEach(uris::remove);
        return uris;
    }

    private static ImageVerdict get(VerdictRun run, String uri) {
        return Objects.requireNonNull(run.verdicts().get(uri));
    }

    private static List<String> rest(Collection<String> all, Set<String> without) {
        return all.stream().filter(each -> !without.contains(each)).toList();
    }

    /** An image that could not be judged has no rules: those of any other tell. */
    private static Set<String> rules(VerdictRun run) {
        return run.verdicts().values().stream()
                .filter(verdict -> !verdict.rules().isEmpty())
                .findFirst()
                .map(verdict -> verdict.rules().stream()
                        .map(RuleVerdict::id)
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                .orElseGet(LinkedHashSet::new);
    }

    private static String only(VerdictRun run, List<String> uris) {
        if (uris.isEmpty()) {
            return "";
        }
        String more = uris.size() > MOST_NAMED ? " and " + (uris.size() - MOST_NAMED) + " more" : "";
        return uris.size() + " only in " + run.source() + " ("
                + uris.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + more + ")";
    }
}
