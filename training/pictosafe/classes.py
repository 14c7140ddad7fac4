"""The vocabulary: object classes and groups, read from classes.csv and groups.csv."""
from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Noun:
    """One name of a thing. `article` is empty for mass and plural-only nouns."""

    singular: str
    plural: str
    article: str
    mass: bool = False
    plural_only: bool = False

    @property
    def countable(self) -> bool:
        return not self.mass and not self.plural_only

    @property
    def indefinite(self) -> str:
        """"a dog", "an axe", "fire", "scissors"."""
        return f"{self.article} {self.singular}" if self.article else self.singular

    @property
    def be(self) -> str:
        return "are" if self.plural_only else "is"


@dataclass(frozen=True)
class Class:
    name: str
    plural: str
    article: str
    mass: bool
    plural_only: bool
    synonyms: tuple[Noun, ...]
    groups: tuple[str, ...]
    unclear_groups: tuple[str, ...]
    unclear_with: tuple[str, ...]
    size: tuple[int, int]
    traits: frozenset[str]
    codes: tuple[str, ...]

    @property
    def nouns(self) -> tuple[Noun, ...]:
        return (Noun(self.name, self.plural, self.article, self.mass, self.plural_only), *self.synonyms)


@dataclass(frozen=True)
class Group:
    name: str
    plural: str
    article: str
    mass: bool
    members: tuple[str, ...]
    unclear: tuple[str, ...]
    synonyms: tuple[Noun, ...]

    @property
    def nouns(self) -> tuple[Noun, ...]:
        return (Noun(self.name, self.plural, self.article, self.mass), *self.synonyms)


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _synonyms(text: str) -> tuple[Noun, ...]:
    """"lad/lads", "a pair of scissors/pairs of scissors", "=flames" (plural only), "cash" (mass)."""
    nouns = []
    for part in filter(None, text.split(";")):
        if part.startswith("="):
            nouns.append(Noun(part[1:], part[1:], "", plural_only=True))
        elif "/" in part:
            singular, plural = part.split("/")
            singular = singular.removeprefix("a ")
            nouns.append(Noun(singular, plural, _article(singular)))
        else:
            nouns.append(Noun(part, part, "", mass=True))
    return tuple(nouns)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


TONES = ("1f3fb", "1f3fd", "1f3ff")


def _codes(text: str) -> tuple[str, ...]:
    """A trailing * stands for the emoji and its light, medium and dark skin tones."""
    codes = []
    for code in text.split():
        base = code.rstrip("*")
        codes.append(base)
        if code.endswith("*"):
            head, _, tail = base.partition("-")
            codes += [f"{head}-{tone}" + (f"-{tail}" if tail else "") for tone in TONES]
    return tuple(codes)


def _load() -> tuple[list[Class], dict[str, Group]]:
    with open(_FOLDER / "classes.csv", newline="") as file:
        classes = [
            Class(row["name"], row["plural"], row["article"], row["number"] == "mass", row["number"] == "plural",
                  _synonyms(row["synonyms"]), _split(row["groups"]), _split(row["unclear_groups"]),
                  _split(row["unclear_with"]), (int(row["size_min"]), int(row["size_max"])),
                  frozenset(row["traits"].split()), _codes(row["codes"]))
            for row in csv.DictReader(file)]
    with open(_FOLDER / "groups.csv", newline="") as file:
        groups = {
            row["name"]: Group(row["name"], row["plural"], row["article"], not row["article"],
                               tuple(c.name for c in classes if row["name"] in c.groups),
                               tuple(c.name for c in classes if row["name"] in c.unclear_groups),
                               _synonyms(row["synonyms"]))
            for row in csv.DictReader(file)}
    return classes, groups


CLASSES, GROUPS = _load()
INDEX = {c.name: i for i, c in enumerate(CLASSES)}
