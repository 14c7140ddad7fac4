"""A small labelled set for the repository: one pair of every rule, with metadata, constitutions and attribution.

    python -m pictosafe.sample --out ../samples/pictosafe

The seeds are development seeds, so none of these pictures is part of the benchmark. The preconditions that fail take turns,
and pairs with painted words are among them.
"""
from __future__ import annotations

import argparse
import json
import shutil
from itertools import islice
from pathlib import Path

from PIL import Image

from pictosafe.art import TRAIN_STYLES, attribution
from pictosafe.rulebook import FILE, FOLDER, rules
from pictosafe.testset import Case, cases

FIRST_SEED = 10_000_000
TRIED = 12  # pairs of a rule that one is chosen from


def chosen(rule, turn: int) -> tuple[Case, Case]:
    """A pair that fails the precondition whose turn it is; every third rule one with painted words, where there is one."""
    made = list(islice(cases(rule, TRIED, TRIED, first_seed=FIRST_SEED), 2 * TRIED))
    pairs = [(u, s) for u, s in zip(made[::2], made[1::2]) if s.failing == turn % len(rule.chain)]
    painted = [p for p in pairs if "painted-text" in p[0].tags]
    plain = [p for p in pairs if "painted-text" not in p[0].tags]
    return (painted + plain if turn % 3 == 0 else plain + painted)[0]


def write(out: Path) -> list[dict]:
    shutil.rmtree(out / "images", ignore_errors=True)
    (out / "images").mkdir(parents=True)
    rows = []
    for turn, rule in enumerate(rules()):
        for case in chosen(rule, turn):
            Image.fromarray(case.image).save(out / "images" / case.name, compress_level=9)
            rows.append(case.metadata())
    (out / "metadata.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
    (out / "policies").mkdir(exist_ok=True)
    for file in sorted(FOLDER.glob("*.clue.yaml")):  # the benchmark's beside the pictures, where commands look for one
        shutil.copyfile(file, out / file.name if file == FILE else out / "policies" / file.name)
    (out / "ART.md").write_text(attribution(TRAIN_STYLES))
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    print(f"{len(write(parser.parse_args().out))} pictures")
