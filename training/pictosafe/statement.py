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
    kind = type(statement)
    if kind is Not:
        return key(statement.of)
    if kind is Rel:
        rel, a, b = statement.rel, statement.a, statement.b
        if rel in TRANSPOSED:
            rel, a, b = TRANSPOSED[rel], b, a
        return (rel, b, a) if rel in SYMMETRIC and b < a else (rel, a, b)
    if kind is Visible:
        return ("count", ">=", 1, statement.term)
    if kind is Count:
        if statement.op == "==":
            return ("count", "==", statement.n, statement.term)
        return ("count", ">=", statement.n + (statement.op in (">", "<=")), statement.term)
    if kind is More:
        return ("more", statement.a, statement.b)
    if kind is Between:
        return ("between", statement.a, *sorted((statement.b, statement.c)))
    if kind is Attr:
        return ("attribute", statement.attr, statement.term)
    if kind is Place:
        return ("place", statement.name)
    return ("word", statement.text)
