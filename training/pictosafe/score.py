"""Compares verdicts of `clue judge` with the labels of a test set.

    clue judge DIR/images --constitution pictosafe/rules/pictosafe.clue.yaml --output verdicts.jsonl
    python -m pictosafe.score --labels DIR/metadata.jsonl --verdicts verdicts.jsonl

Undecided images are counted apart; in the figures they count as judged wrong, whatever the truth.
"""
from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Tally:
    """Images by truth and verdict; undecided ones are in `missed` or `false_alarms`, and counted in `undecided`."""

    hits: int = 0
    missed: int = 0
    false_alarms: int = 0
    passed: int = 0
    undecided: int = 0

    def add(self, unsafe: bool, verdict: str) -> None:
        self.undecided += verdict == "undecided"
        right = verdict == ("unsafe" if unsafe else "safe")
        self.hits += unsafe and right
        self.missed += unsafe and not right
        self.passed += not unsafe and right
        self.false_alarms += not unsafe and not right

    @property
    def count(self) -> int:
        return self.hits + self.missed + self.false_alarms + self.passed

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.missed)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false_alarms)

    @property
    def accuracy(self) -> float:
        return (self.hits + self.passed) / max(1, self.count)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.missed + self.false_alarms)

    def row(self, name: str) -> str:
        return f"{name:34} {self.count:6} {self.recall:7.3f} {self.precision:9.3f} {self.accuracy:8.3f} {self.f1:6.3f} {self.undecided:9}"


def score(labels: dict[str, dict], verdicts: list[dict]) -> tuple[Tally, dict[str, Tally], dict[str, list[int]]]:
    """All images; images by the rule they were drawn for; and statements by the step that decided: [asked, right]."""
    everything, rules, steps = Tally(), defaultdict(Tally), defaultdict(lambda: [0, 0])
    for verdict in verdicts:
        label = labels.get(Path(verdict["image"]["uri"]).name)
        if label is None:
            continue
        unsafe = label["label"] == "unsafe"
        everything.add(unsafe, verdict["verdict"])
        rules[label["rule"]].add(unsafe, verdict["verdict"])
        for rule in verdict["rules"]:
            for precondition in rule.get("preconditions", ()):
                for statement in precondition["any"]:
                    true = label["truth"].get(statement["statement"])
                    if true is not None and statement["by"] != "shared":
                        steps[statement["by"]][0] += 1
                        steps[statement["by"]][1] += statement["verdict"] == ("holds" if true else "fails")
    return everything, rules, steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--verdicts", type=Path, required=True)
    arguments = parser.parse_args()
    labels = {Path(row["file_name"]).name: row for row in map(json.loads, arguments.labels.read_text().splitlines())}
    everything, rules, steps = score(labels, [json.loads(line) for line in arguments.verdicts.read_text().splitlines()])
    print(f"{'':34} {'images':>6} {'recall':>7} {'precision':>9} {'accuracy':>8} {'F1':>6} {'undecided':>9}")
    for name, tally in sorted(rules.items()):
        print(tally.row(name))
    print(everything.row("all"))
    for step, (asked, right) in sorted(steps.items()):
        print(f"statements decided by {step}: {asked}, right {right / max(1, asked):.3f}")


if __name__ == "__main__":
    main()
