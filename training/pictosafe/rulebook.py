"""The benchmark's constitution, its statements as trees, and what training must not see of it."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from pictosafe.parse import parse
from pictosafe.statement import Attr, Between, Count, More, Not, Rel, Statement, Visible, key
from pictosafe.truth import Facts

FILE = Path(__file__).parent / "rules" / "pictosafe.clue.yaml"


@dataclass(frozen=True)
class Rule:
    id: str
    text: str
    chain: tuple[tuple[Statement, ...], ...]  # all of (any of)
    texts: tuple[tuple[str, ...], ...]        # the same in words

    def parts(self, facts: Facts) -> list[int]:
        """Truth of each precondition."""
        return [_any([facts.truth(s) for s in alternatives]) for alternatives in self.chain]

    def violated(self, facts: Facts) -> int:
        values = self.parts(facts)
        return 0 if 0 in values else -1 if -1 in values else 1


def _any(values: list[int]) -> int:
    return 1 if 1 in values else -1 if -1 in values else 0


@lru_cache
def rules(file: Path = FILE) -> tuple[Rule, ...]:
    data = yaml.safe_load(file.read_text())
    return tuple(
        Rule(r["id"], r["rule"],
             tuple(tuple(parse(s["statement"]) for s in p["any"]) for p in r["preconditions"]),
             tuple(tuple(s["statement"] for s in p["any"]) for p in r["preconditions"]))
        for r in data["rules"])


@lru_cache
def withheld() -> frozenset[tuple]:
    """Keys of the relation, count and attribute statements of the rules, with their exact objects."""
    found = set()
    for rule in rules():
        for statement in (s for alternatives in rule.chain for s in alternatives):
            inner = statement.of if isinstance(statement, Not) else statement
            if isinstance(inner, (Rel, More, Attr, Between)) or (isinstance(inner, Count) and inner.n > 1):
                found.add(key(inner))
    return frozenset(found)


def is_withheld(statement: Statement) -> bool:
    """Whether training may not ask it."""
    return type(statement) is not Visible and key(statement) in withheld()
