"""What the bundled models know, as the file that `clue compile --vocabulary pictogram` reads: names, groups, settings and
the forms of statements, each in its plainest words. Made from pictosafe's own tables; `models.bundle` puts it beside the
models.

    python -m models.vocabulary --to vocabulary.yaml
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pictosafe.classes import CLASSES, GROUPS, Noun
from pictosafe.phrases import ACTIVE, PASSIVE, PLACE_PHRASES, PREDICATES
from pictosafe.statement import ATTRIBUTES, PLACES

FILE = "vocabulary.yaml"
ABOUT = "drawn scenes of pictograms, each of one to eight things before a plain or drawn setting"
WIDTH = 118
QUANTITIES = ("at least N", "at most N", "exactly N", "more than N", "fewer than N")


def forms() -> list[str]:
    """The plainest way of saying each kind of statement of statement.py; X, Y and Z are things, N a number, W a word."""
    return [
        "a X is visible",
        "no X is visible",
        *(f"{quantity} Xs are visible" for quantity in QUANTITIES),
        "more Xs than Ys are visible",
        *(f"a X {verbs[0][0]} a Y" for verbs in (*ACTIVE.values(), *PASSIVE.values())),
        *(f"no X {verbs[0][0]} a Y" for verbs in ACTIVE.values()),
        "a X is between a Y and a Z",
        *(f"{quantity} X is {PREDICATES[attribute][0]}" for quantity in ("a", "no") for attribute in ATTRIBUTES),
        'the word "W" is written',
    ]


def _also(nouns: tuple[Noun, ...]) -> list[str]:
    return [noun.singular for noun in nouns[1:]]


def _listed(items: list[str], indent: str) -> str:
    """A YAML list in brackets, broken into lines."""
    lines, line = [], indent + "["
    for i, item in enumerate(items):
        part = item + ("," if i + 1 < len(items) else "]")
        if len(line) + len(part) + 1 > WIDTH:
            lines.append(line.rstrip())
            line = indent + " "
        line += part + " "
    return "\n".join([*lines, line.rstrip()])


def _mapping(name: str, lists: dict[str, list[str]]) -> str:
    return "\n".join([f"{name}:", *(f"  {key}: " + _listed(items, " " * 4).lstrip() for key, items in lists.items())])


def _lines(name: str, items: list[str]) -> str:
    return "\n".join([f"{name}:", *(f"  - {item}" for item in items)])


def vocabulary() -> str:
    things = {c.name: c.nouns for c in CLASSES} | {g.name: g.nouns for g in GROUPS.values()}
    return "\n".join([
        "# Made by training/models/vocabulary.py: what the bundled models know. See docs/compile.md.",
        f"about: {ABOUT}",
        "objects:",
        _listed([c.name for c in CLASSES], "  "),
        _mapping("groups", {g.name: list(g.members) for g in GROUPS.values()}),
        _mapping("synonyms", {name: _also(nouns) for name, nouns in things.items() if _also(nouns)}),
        _lines("settings", [PLACE_PHRASES[place][0] for place in PLACES]),
        _lines("forms", forms()),
    ]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path(FILE))
    arguments = parser.parse_args()
    arguments.to.write_text(vocabulary(), encoding="utf-8")


if __name__ == "__main__":
    main()
