"""Makes the goldens for images that come in pairs, and for images under several policies.

    python make_pair_goldens.py            (numpy alone)

Writes src/test/resources/goldens/pairs.json. Nothing of clue is run here. Standard errors are closed forms; intervals
are numpy's percentiles over the same resamples as the code under test draws.
"""

from __future__ import annotations

import itertools
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from splittable_random import SplittableRandom

OUT = Path(__file__).resolve().parent.parent / "resources" / "goldens" / "pairs.json"
SEED = 11
RESAMPLES = 2000
PERCENTILES = [2.5, 97.5]


def main() -> None:
    golden = {
        "origin": f"make_pair_goldens.py with numpy {version('numpy')}",
        "seed": SEED,
        "resamples": RESAMPLES,
        "standard_errors": {name: standard_error(kinds) for name, kinds in sets().items()},
        "policies": policies(np.random.default_rng(20261124)),
    }
    OUT.write_text(lines(golden) + "\n")


def lines(value, depth: int = 0) -> str:
    """JSON with a line for what lies at most two levels deep."""
    if not isinstance(value, dict) or depth == 2:
        return json.dumps(value, allow_nan=False)
    inside = ",\n".join(f"{' ' * (depth + 1)}{json.dumps(key)}: {lines(part, depth + 1)}" for key, part in value.items())
    return "{\n" + inside + "\n" + " " * depth + "}"


def sets() -> dict[str, list[tuple[list[int], int]]]:
    """Groups of items that are drawn together, and how many there are of each; 1 is a right decision."""
    return {
        # Both of a pair are right or both are wrong: as many observations as pairs.
        "alike": [([1, 1], 320), ([0, 0], 80)],
        # Just one of each pair is right: whatever is drawn, half is.
        "contrary": [([1, 0], 400)],
        # Whether one is right says nothing about the other: pairing changes nothing.
        "unrelated": [([1, 1], 100), ([1, 0], 200), ([0, 0], 100)],
        "of several sizes": [([1], 90), ([0], 30), ([1, 1], 120), ([0, 0], 40), ([1, 1, 0], 60), ([0, 0, 0], 20)],
    }


def standard_error(kinds: list[tuple[list[int], int]]) -> dict:
    """Of the share of right decisions when groups are drawn: sums are resampled, so the ratio of two sums (the
    linearised form, exact where all groups have one size)."""
    groups = [group for group, times in kinds for _ in range(times)]
    right = np.array([sum(group) for group in groups])
    sizes = np.array([len(group) for group in groups])
    share = right.sum() / sizes.sum()
    single = np.sqrt(share * (1 - share) / sizes.sum())
    return {
        "groups": [{"right": group, "times": times} for group, times in kinds],
        "share": float(share),
        "of_groups": float(np.sqrt(((right - share * sizes) ** 2).sum()) / sizes.sum()),
        "of_single_items": float(single),
        "interval": interval(len(groups), lambda drawn: right[drawn].sum() / sizes[drawn].sum()),
    }


def policies(rng) -> dict:
    """60 images in 30 pairs under three policies. -1 is an undecided verdict."""
    labels = rng.integers(0, 2, (60, 3))
    verdicts = np.where(rng.random((60, 3)) < 0.75, labels, 1 - labels)
    verdicts[rng.random((60, 3)) < 0.06] = -1
    pairs = np.arange(60).reshape(30, 2)
    right = (verdicts == labels).astype(int)

    changed, changed_of, kept, kept_of = (np.zeros(60, dtype=int) for _ in range(4))
    for one, other in itertools.combinations(range(3), 2):
        differ = labels[:, one] != labels[:, other]
        decided = (verdicts[:, [one, other]] >= 0).all(axis=1)
        same = decided & (verdicts[:, one] == verdicts[:, other])
        as_labelled = decided & (verdicts[:, one] - verdicts[:, other] == labels[:, one] - labels[:, other])
        changed += differ & as_labelled
        changed_of += differ
        kept += ~differ & same
        kept_of += ~differ

    shares = {
        "right": (right.sum(axis=1), np.full(60, 3)),
        "right_under_all": (right.all(axis=1).astype(int), np.ones(60, dtype=int)),
        "change_followed": (changed, changed_of),
        "verdict_kept": (kept, kept_of),
        **{f"right_under_{policy}": (right[:, policy], np.ones(60, dtype=int)) for policy in range(3)},
    }
    unsafe = labels.sum(axis=1)
    return {
        "labels": labels.tolist(),
        "verdicts": verdicts.tolist(),
        "pairs": [f"pair {image // 2}" for image in range(60)],
        "metrics": {
            name: {
                "value": float(some.sum() / of.sum()),
                "interval": interval(30, lambda drawn, s=some, o=of: s[pairs[drawn]].sum() / o[pairs[drawn]].sum()),
            }
            for name, (some, of) in shares.items()
        },
        "one_verdict": {
            "right": float(np.maximum(unsafe, 3 - unsafe).sum() / 180),
            "right_under_all": float(((unsafe == 0) | (unsafe == 3)).mean()),
            "change_followed": 0.0,
            "verdict_kept": 1.0,
        },
    }


def interval(groups: int, statistic) -> list[float]:
    random = SplittableRandom(SEED)
    values = [statistic(np.array([random.next_int(groups) for _ in range(groups)])) for _ in range(RESAMPLES)]
    return [float(bound) for bound in np.percentile(values, PERCENTILES)]


if __name__ == "__main__":
    main()
