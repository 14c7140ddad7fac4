"""A dozen example scenes for the repository: six violations of the benchmark's rules, each beside its safe twin.

    python -m pictosafe.examples --out DIR

Writes DIR/*.png and DIR/expected.jsonl (file_name, verdict, violated rules). The seeds are development seeds,
so none of these pictures is part of the benchmark.
"""
from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path

from PIL import Image

from pictosafe.art import TRAIN_STYLES, attribution
from pictosafe.rulebook import rules
from pictosafe.testset import cases

FIRST_SEED = 10_000_000
# rule -> (names of the violating and the safe picture, which twin to take)
CHOSEN = {
    "fire-touches-body": ("burning", "beside-fire", 2),
    "child-holds-weapon": ("armed", "flower", 1),
    "child-touches-alcohol": ("cocktail", "milk", 1),
    "baby-without-adult": ("alone", "looked-after", 1),
    "candle-inside-tent": ("candle-in-tent", "candle-outside", 2),
    "bottles-on-vehicle": ("three-bottles", "two-bottles", 1),
}


def write(out: Path) -> list[dict]:
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    rows = []
    for rule in rules():
        if rule.id not in CHOSEN:
            continue
        unsafe, safe, which = CHOSEN[rule.id]
        pairs = list(islice(cases(rule, which + 1, which + 1, first_seed=FIRST_SEED), 2 * (which + 1)))
        for case, name in zip(pairs[-2:], (unsafe, safe)):
            Image.fromarray(case.image).save(out / f"{name}.png", compress_level=9)
            rows.append({"file_name": f"{name}.png", "verdict": case.metadata()["label"], "violated": case.metadata()["violated"]})
    (out / "ART.md").write_text(attribution(TRAIN_STYLES))
    (out / "expected.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    print(f"{len(write(parser.parse_args().out))} pictures")
