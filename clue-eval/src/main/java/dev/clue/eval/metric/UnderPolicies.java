package dev.clue.eval.metric;

import java.util.List;

/**
 * One image under several policies: its label and the decision under each.
 *
 * @param policies one element a policy, in an order that is the same for every image; at least two
 */
public record UnderPolicies(List<Scored> policies) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are fewer than two policies
     */
    public UnderPolicies {
        policies = List.copyOf(policies);
        if (policies.size() < 2) {
            throw new IllegalArgumentException("a flip needs two policies or more, but there are " + policies.size());
        }
    }

    /** The label under each policy. */
    public List<Boolean> labels() {
        return policies.stream().map(Scored::positive).toList();
    }

    /** Policies under which the decision is the label; what is undecided is not. */
    public int right() {
        return (int) policies.stream().filter(Scored::right).count();
    }

    /** Policies under which there is no decision. */
    public int undecided() {
        return (int) policies.stream().filter(Scored::undecided).count();
    }

    /** Whether the decision is the label under every policy. */
    public boolean rightUnderAll() {
        return right() == policies.size();
    }

    /**
     * The same image judged alike under every policy, as often rightly as one verdict can be: what the best judge comes
     * to that does not read its policy.
     */
    public UnderPolicies withOneVerdict() {
        long positive = policies.stream().filter(Scored::positive).count();
        boolean verdict = 2 * positive >= policies.size();
        return new UnderPolicies(policies.stream()
                .map(scored -> new Scored(scored.positive(), verdict, null))
                .toList());
    }

    /** How often two of the policies have another label, and how often the verdicts are then those labels. */
    Changes changes() {
        int differing = 0;
        int followed = 0;
        int agreeing = 0;
        int kept = 0;
        for (int first = 0; first < policies.size(); first++) {
            for (int second = first + 1; second < policies.size(); second++) {
                Scored one = policies.get(first);
                Scored other = policies.get(second);
                if (one.positive() != other.positive()) {
                    differing++;
                    followed += one.right() && other.right() ? 1 : 0;
                } else {
                    agreeing++;
                    kept += !one.undecided() && !other.undecided() && one.right() == other.right() ? 1 : 0;
                }
            }
        }
        return new Changes(differing, followed, agreeing, kept);
    }

    /**
     * Pairs of policies.
     *
     * @param differing those whose labels differ
     * @param followed those of them whose verdicts differ in the same way
     * @param agreeing those whose labels are the same
     * @param kept those of them whose verdicts are the same, right or not
     */
    record Changes(int differing, int followed, int agreeing, int kept) {}
}
