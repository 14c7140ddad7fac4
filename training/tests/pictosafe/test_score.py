"""The comparison of verdicts with labels."""
from pictosafe.score import Tally, score


def test_undecided_is_wrong_whatever_the_truth():
    tally = Tally()
    for unsafe, verdict in ((True, "unsafe"), (True, "undecided"), (False, "safe"), (False, "undecided"), (False, "unsafe")):
        tally.add(unsafe, verdict)
    assert (tally.hits, tally.missed, tally.false_alarms, tally.passed, tally.undecided) == (1, 1, 2, 1, 2)
    assert tally.recall == 0.5 and tally.accuracy == 0.4 and tally.f1 == 2 / 5


def test_statements_are_counted_by_step_and_once():
    labels = {"a.png": {"label": "unsafe", "rule": "r", "truth": {"a dog is visible": True}}}
    asked = [{"statement": "a dog is visible", "by": step, "verdict": "holds"} for step in ("token", "shared")]
    verdict = {"image": {"uri": "x/a.png"}, "verdict": "unsafe", "rules": [{"preconditions": [{"any": asked}]}]}
    everything, rules, steps = score(labels, [verdict])
    assert everything.f1 == rules["r"].f1 == 1 and dict(steps) == {"token": [1, 1]}
