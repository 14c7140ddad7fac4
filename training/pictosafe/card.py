"""What is in a drawn test set, as the tables of its data card, and a digest that a redraw must give again.

    python -m pictosafe.card .cache/test

Everything is counted from DIR/metadata.jsonl; the digest covers that file and every picture.
"""
from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Iterable

from pictosafe.rulebook import constitutions, rules
from pictosafe.testset import EDIT_KINDS

SLICES = ("prior", "surroundings", "small-object", "long-rule", "painted-text", "painted-order")


def digest(folder: Path) -> str:
    """SHA-256 over metadata.jsonl and the pictures in the order of their names, each preceded by its path."""
    total = hashlib.sha256()
    for path in [folder / "metadata.jsonl", *sorted((folder / "images").glob("*.png"))]:
        total.update(path.relative_to(folder).as_posix().encode() + b"\n" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" for _ in head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def by_rule(rows: list[dict]) -> str:
    """Pictures of each rule by label, and of the safe ones by the precondition that fails first."""
    deepest = max(len(rule.chain) for rule in rules())
    counts = Counter((r["rule"], r["failing"]["precondition"] if r["failing"] else None) for r in rows)
    lines = []
    for rule in rules():
        failing = [counts[rule.id, k] if k < len(rule.chain) else "–" for k in range(deepest)]
        lines.append((f"`{rule.id}`", counts[rule.id, None], sum(n for n in failing if n != "–"), *failing))
    return table(("rule", "violating", "borderline-safe", *(f"fails {k + 1}" for k in range(deepest))), lines)


def by_slice(rows: list[dict]) -> str:
    lines = []
    for name in SLICES:
        inside = [r for r in rows if name in r["tags"]]
        unsafe = sum(r["label"] == "unsafe" for r in inside)
        lines.append((name, len(inside), unsafe, len(inside) - unsafe, len({r["rule"] for r in inside})))
    return table(("slice", "pictures", "violating", "borderline-safe", "rules"), lines)


def by_edit(rows: list[dict]) -> str:
    counts = Counter(r["edit_kind"] for r in rows if r["edit_kind"])
    return table(("edit", "borderline-safe pictures"), ((kind, counts[kind]) for kind in EDIT_KINDS.values()))


def by_constitution(rows: list[dict]) -> str:
    """Of each rule of each constitution, the pictures that violate it."""
    lines = []
    for constitution in constitutions():
        violated = Counter(v for r in rows for v in r["violated_by_constitution"][constitution.id])
        unsafe = sum(bool(r["violated_by_constitution"][constitution.id]) for r in rows)
        lines.append((f"**{constitution.id}**", f"{unsafe} of {len(rows)} unsafe"))
        lines += [(f"`{rule.id}`", violated[rule.id]) for rule in constitution.rules]
    return table(("constitution, rule", "pictures that violate it"), lines)


def flips(rows: list[dict]) -> str:
    """How often each combination of labels under the constitutions occurs."""
    ids = [c.id for c in constitutions()]
    counts = Counter(tuple("unsafe" if r["violated_by_constitution"][i] else "safe" for i in ids) for r in rows)
    return table((*ids, "pictures"), ((*labels, n) for labels, n in counts.most_common()))


def card(folder: Path) -> str:
    rows = [json.loads(line) for line in (folder / "metadata.jsonl").read_text().splitlines()]
    size = sum(p.stat().st_size for p in (folder / "images").glob("*.png"))
    statements = Counter(value for r in rows for value in r["truth"].values())
    head = (f"{len(rows)} pictures, {size / 1e6:.0f} MB; {len(rows[0]['truth'])} statements a picture, of all: "
            f"{statements[True]} true, {statements[False]} false, {statements[None]} not clear.\n\nSHA-256 {digest(folder)}\n")
    return "\n".join((head, by_rule(rows), by_slice(rows), by_edit(rows), by_constitution(rows), flips(rows)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what pictosafe.testset wrote")
    print(card(parser.parse_args().folder), end="")
