"""The plainest way of saying each form, back into a statement: what the rules files are written in.

Anything else is refused: a statement whose truth cannot be computed has no label.
"""
from __future__ import annotations

import re

from pictosafe.phrases import ACTIVE, NOUNS, NUMBERS, PASSIVE, PLACE_PHRASES, PREDICATES, BUT_NOT
from pictosafe.statement import Attr, Between, Count, More, Not, Place, Rel, Statement, Visible, Word


def _noun_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for term, nouns in NOUNS.items():
        for noun in nouns:
            for text in (noun.indefinite, noun.singular, noun.plural, *([f"a {noun.singular}"] if noun.mass else [])):
                if table.setdefault(text, term) != term:
                    raise ValueError(f"'{text}' names both {table[text]} and {term}")
    return table


_TERMS = _noun_table()
_PLACES = {text: name for name, texts in PLACE_PHRASES.items() for text in texts}
_VERBS = sorted(((verb, rel, flip) for table, flip in ((ACTIVE, False), (PASSIVE, True)) for rel, forms in table.items()
                 for form in forms for verb in form if verb not in BUT_NOT), key=lambda v: -len(v[0]))
_PREDICATES = {text: attr for attr, texts in PREDICATES.items() for text in texts}
_COUNTS = ((r"at least (\w+) (.+)", ">="), (r"(\w+) or more (.+)", ">="), (r"at most (\w+) (.+)", "<="), (r"(\w+) or fewer (.+)", "<="),
           (r"exactly (\w+) (.+)", "=="), (r"more than (\w+) (.+)", ">"), (r"fewer than (\w+) (.+)", "<"))


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else NUMBERS.index(text) if text in NUMBERS[1:] else None


def parse(text: str) -> Statement:
    """The statement that a text makes; ValueError if it is none of the known forms."""
    text = text.strip().rstrip(".")
    text = text[:1].lower() + text[1:]
    if text in _PLACES:
        return Place(_PLACES[text])
    if match := re.fullmatch(r'the words? "?([^"]+?)"? (?:is|are) written', text):
        return Word(match[1])
    if match := re.fullmatch(r"there (?:is|are) (.+)", text):
        return _shown(match[1], text)
    if match := re.fullmatch(r"(.+) between (.+) and (.+)", text):
        parts = [match[1].removesuffix(" is").removesuffix(" are"), match[2], match[3]]
        if all(p in _TERMS for p in parts):
            return Between(*(_TERMS[p] for p in parts))
    if match := re.fullmatch(r"(.+) (?:is|are) visible", text):
        return _shown(match[1], text)
    if match := re.fullmatch(r"(.+?) (?:is|are) (.+)", text):
        if match[2] in _PREDICATES:
            subject, negative = (match[1][3:], True) if match[1].startswith("no ") else (match[1], False)
            if subject in _TERMS:
                found = Attr(_PREDICATES[match[2]], _TERMS[subject])
                return Not(found) if negative else found
    for verb, rel, flip in _VERBS:
        left, found, right = text.partition(f" {verb} ")
        subject, negative = (left[3:], True) if left.startswith("no ") else (left, False)
        if found and subject in _TERMS and right in _TERMS:
            a, b = (right, subject) if flip else (subject, right)
            statement = Rel(rel, _TERMS[a], _TERMS[b])
            return Not(statement) if negative else statement
    raise ValueError(f"not a statement about a scene: {text!r}")


def _shown(what: str, text: str) -> Statement:
    if match := re.fullmatch(r"more (.+) than (.+)", what):
        if match[1] in _TERMS and match[2] in _TERMS:
            return More(_TERMS[match[1]], _TERMS[match[2]])
    for pattern, op in _COUNTS:
        if (match := re.fullmatch(pattern, what)) and _number(match[1]) is not None and match[2] in _TERMS:
            return Count(op, _number(match[1]), _TERMS[match[2]])
    if what.startswith("no ") and what[3:] in _TERMS:
        return Not(Visible(_TERMS[what[3:]]))
    if what in _TERMS:
        return Visible(_TERMS[what])
    raise ValueError(f"not a statement about a scene: {text!r}")
