"""The benchmark's constitution, its statements as trees, and what training must not see of it."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import yaml

from pictosafe.parse import parse
from pictosafe.statement import Attr, Between, Count, More, Not, Rel, Statement, Visible, key
from pictosafe.truth import Facts

FOLDER = Path(__file__).parent / "rules"
FILE = FOLDER / "pictosafe.clue.yaml"


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


@dataclass(frozen=True)
class Constitution:
    id: str
    rules: tuple[Rule, ...]


@lru_cache
def constitutions() -> tuple[Constitution, ...]:
    """The benchmark's constitution first, then the others over the same pictures."""
    files = [FILE] + sorted(f for f in FOLDER.glob("*.clue.yaml") if f != FILE)
    return tuple(Constitution(yaml.safe_load(f.read_text())["constitution"], rules(f)) for f in files)


@lru_cache
def withheld() -> frozenset[tuple]:
    """Keys of the relation, count and attribute statements of all constitutions' rules, with their exact objects."""
    found = set()
    for rule in (r for c in constitutions() for r in c.rules):
        for statement in (s for alternatives in rule.chain for s in alternatives):
            inner = statement.of if isinstance(statement, Not) else statement
            if isinstance(inner, (Rel, More, Attr, Between)) or (isinstance(inner, Count) and inner.n > 1):
                found.add(key(inner))
                if isinstance(inner, Count):
                    found.add(key(Count("==", inner.n, inner.term)))
    return frozenset(found)


COMBINATIONS = 29  # one in so many combinations of objects and form is never trained on, to be reported on

_held_out: dict[tuple, bool] = {}


def is_held_out(statement: Statement) -> bool:
    """Whether this relation, attribute or count of exactly these terms is one of the combinations kept for reports."""
    if type(statement) is Not:
        return is_held_out(statement.of)
    if type(statement) not in (Rel, Attr, Between, Count, More):
        return False
    name = key(statement)
    found = _held_out.get(name)
    if found is None:
        found = _held_out[name] = name[:3] != ("count", ">=", 1) and crc32(repr(name).encode()) % COMBINATIONS == 0
    return found


def is_withheld(statement: Statement) -> bool:
    """Whether training may not ask it: the benchmark's own statements, and the combinations kept for reports."""
    return type(statement) is not Visible and (key(statement) in withheld() or is_held_out(statement))
