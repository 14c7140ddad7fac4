"""Statements about a scene as a small syntax tree. A term is the name of a class or of a group."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Union

SYMMETRIC = frozenset(("touches", "next_to", "far_from"))
TRANSPOSED = {"below": "above", "right_of": "left_of"}
ATTRIBUTES = ("red", "yellow", "green", "blue", "large", "small", "upside_down", "lying", "on_fire", "hidden", "behind_grid")
PLACES = ("indoors", "outdoors", "day", "night", "street", "grass", "beach", "snow", "water")


@dataclass(frozen=True, slots=True)
class Visible:
    term: str


@dataclass(frozen=True, slots=True)
class Count:
    op: str   # one of >=, <=, ==, >, <
    n: int
    term: str


@dataclass(frozen=True, slots=True)
class More:
    """More `a` than `b`."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Rel:
    rel: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Between:
    a: str
    b: str
    c: str


@dataclass(frozen=True, slots=True)
class Attr:
    attr: str
    term: str


@dataclass(frozen=True, slots=True)
class Place:
    """The setting, by its everyday name (one of PLACES)."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Not:
    of: "Statement"


Statement = Union[Visible, Count, More, Rel, Between, Attr, Place, Word, Not]


def terms(statement: Statement) -> tuple[str, ...]:
    """The classes and groups that a statement names."""
    match statement:
        case Visible(term) | Count(_, _, term) | Attr(_, term):
            return (term,)
        case More(a, b) | Rel(_, a, b):
            return (a, b)
        case Between(a, b, c):
            return (a, b, c)
        case Not(of):
            return terms(of)
    return ()


def key(statement: Statement) -> tuple:
    """Equal for statements that say the same thing or its opposite about the same terms."""
    match statement:
        case Not(of):
            return key(of)
        case Visible(term):
            return ("count", ">=", 1, term)
        case Count(">=", n, term) | Count("<", n, term):
            return ("count", ">=", n, term)
        case Count(">", n, term) | Count("<=", n, term):
            return ("count", ">=", n + 1, term)
        case Count("==", n, term):
            return ("count", "==", n, term)
        case More(a, b):
            return ("more", a, b)
        case Rel(rel, a, b):
            if rel in TRANSPOSED:
                rel, a, b = TRANSPOSED[rel], b, a
            return (rel, *sorted((a, b))) if rel in SYMMETRIC else (rel, a, b)
        case Between(a, b, c):
            return ("between", a, *sorted((b, c)))
        case Attr(attr, term):
            return ("attribute", attr, term)
        case Place(name):
            return ("place", name)
        case Word(text):
            return ("word", text)
    raise TypeError(statement)
