"""Which word of a statement names one single object of the scene, where that object is, and what it is like.

Whether a dog is left of a cat follows from where the two are, whether a bus is upside down from the bus. Asking the decoder,
half-way up and at the very word, for the place and the flags of what the word names is a label for that first half of the
work; Yes and No alone are too little to find it by.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pictosafe.classes import CLASSES, GROUPS, INDEX
from pictosafe.language import Question
from pictosafe.scene import SIDE, Obj
from pictosafe.statement import Word
from pictosafe.truth import Facts

from models import labels

LAYER = 3  # of the decoder: what a word names is read after so many layers
NO_FLAGS = (labels.UNKNOWN,) * len(labels.FLAGS)

Box = tuple[float, float, float, float]


class Named(NamedTuple):
    """What a word names: its box as shares of the picture, and labels.FLAGS, unknown ones of a sign."""

    box: Box
    flags: tuple[int, ...] = NO_FLAGS


def _named(obj: Obj) -> Named:
    return Named(tuple(v / SIDE for v in obj.box), labels.flags_of(obj))


@lru_cache(maxsize=None)
def _forms(term: str) -> tuple[tuple[str, ...], ...]:
    """Every way to write a term, as words; longer ones first, so that "old man" is not found as "man"."""
    nouns = CLASSES[INDEX[term]].nouns if term in INDEX else GROUPS[term].nouns
    forms = {tuple(form.split(" ")) for noun in nouns for form in (noun.singular, noun.plural)}
    return tuple(sorted(forms, key=lambda words: (-len(words), words)))


def last_word(words: list[str], term: str) -> int | None:
    """Index of the last word of a term among lower-case words, None where it does not stand there exactly once."""
    for form in _forms(term):
        found = [at for at in range(len(words) - len(form) + 1) if tuple(words[at : at + len(form)]) == form]
        if found:
            return found[0] + len(form) - 1 if len(found) == 1 else None
    return None


def places(question: Question, facts: Facts, signs: dict[str, Box] | None = None) -> list[tuple[int, Named]]:
    """(index of a word, what it names) for every term of which there is just one object.

    `signs`: where which texts stand; the last word of a statement's text then has its place, too.
    """
    words = [word.strip('.,"').lower() for word in question.text.split(" ")]
    found = []
    if isinstance(question.statement, Word):
        box = (signs or {}).get(question.statement.text)
        text = question.statement.text.split(" ")
        return [(at + len(text) - 1, Named(box)) for at in range(len(words)) if words[at : at + len(text)] == text][:1] if box else []
    for term in question.objects:
        sure, perhaps = facts.of(term)
        if len(sure) != 1 or perhaps:
            continue
        at = last_word(words, term)
        if at is not None:
            found.append((at, _named(facts.scene.objects[sure[0]])))
    return found


def first_places(text: str, facts: Facts) -> list[tuple[int, Named]]:
    """The same for a text that the scene graph wrote: the first word of it that names each class of which there is one object."""
    words = [word.strip(".,").lower() for word in text.split(" ")]
    found = []
    for cls in {obj.cls for obj in facts.scene.objects}:
        sure, perhaps = facts.of(CLASSES[cls].name)
        if len(sure) != 1 or perhaps:
            continue
        name = tuple(CLASSES[cls].nouns[0].singular.split(" "))
        at = next((at for at in range(len(words) - len(name) + 1) if tuple(words[at : at + len(name)]) == name), None)
        if at is not None:
            found.append((at + len(name) - 1, _named(facts.scene.objects[sure[0]])))
    return found
