"""What the detector is asked for: names, plurals, synonyms, groups and attribute phrases, and which objects each one means.

Some words and some pairs of attribute and object are withheld from training, so that reports can say how the detector
does on phrases that it never learned.
"""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from functools import lru_cache

from pictosafe.classes import CLASSES, GROUPS, INDEX, Noun
from pictosafe.scene import COLOURABLE, COLOURS, Obj

WITHHELD_WORDS = frozenset({
    "schoolgirl", "elderly woman", "fire fighter", "burning candle", "handsaw", "burger", "telephone", "slice of pizza", "piece of cake",
    "kitty", "serpent", "hare", "elderly person", "alcoholic beverage", "human being",
})
FRAMES = ("{}", "{}", "{}", "{}", "{a}", "{a}", "the {}", "a picture of {a}", "a photo of {a}")
ATTRIBUTES = (*COLOURS, "large", "small", "upside_down", "lying", "on_fire")
ATTRIBUTE_FORMS = {
    "large": ("large {}", "big {}"),
    "small": ("small {}", "little {}", "tiny {}"),
    "upside_down": ("upside-down {}", "upside down {}", "{} upside down"),
    "lying": ("lying {}", "{} lying down", "{} lying on its side"),
    "on_fire": ("burning {}", "{} on fire", "{} in flames"),
} | {colour: (f"{colour} {{}}",) for colour in COLOURS}


@dataclass(frozen=True)
class Term:
    """A name with what it means: `classes` it names, `unclear` ones that it may name (never counted either way)."""

    noun: Noun
    classes: frozenset[int]
    unclear: frozenset[int]
    kind: str  # name | synonym | group

    @property
    def withheld(self) -> bool:
        return self.noun.singular in WITHHELD_WORDS


@dataclass(frozen=True)
class Query:
    """A phrase put to the detector."""

    text: str
    term: Term
    attribute: str | None = None

    def means(self, obj: Obj, training: bool = False) -> int:
        """1: it names the object, 0: it does not, -1: not clear (in training also: a withheld pair, met under a group's name)."""
        named = 1 if obj.cls in self.term.classes else -1 if obj.cls in self.term.unclear else 0
        if self.attribute is None or named == 0:
            return named
        held = -1 if training and withheld_pair(self.attribute, obj.cls) else has(obj, self.attribute)
        return held if named == 1 or held == 0 else -1


def has(obj: Obj, attribute: str) -> int:
    if attribute in COLOURS:
        return -1 if obj.cls not in COLOURABLE or "colour" in obj.unclear else int(obj.colour == attribute)
    if attribute in obj.unclear:
        return -1
    if attribute in ("large", "small"):
        return int(obj.size == attribute)
    return int(getattr(obj, attribute))


@lru_cache
def terms() -> tuple[Term, ...]:
    found = []
    for index, cls in enumerate(CLASSES):
        unclear = frozenset(INDEX[name] for name in cls.unclear_with)
        for place, noun in enumerate(cls.nouns):
            found.append(Term(noun, frozenset({index}), unclear, "synonym" if place else "name"))
    for group in GROUPS.values():
        members, unclear = (frozenset(INDEX[name] for name in names) for names in (group.members, group.unclear))
        found.extend(Term(noun, members, unclear, "group") for noun in group.nouns)
    return tuple(found)


def withheld_pair(attribute: str, cls: int) -> bool:
    """A tenth of all pairs of attribute and class, the same ones on every machine."""
    return zlib.crc32(f"{attribute} {CLASSES[cls].name}".encode()) % 10 == 0


def phrase(term: Term, rng: random.Random, attribute: str | None = None, frame: str | None = None) -> Query:
    """A term in one of its forms: singular or plural, with or without an article, with an attribute."""
    noun = term.noun
    if attribute is not None:
        form = rng.choice(ATTRIBUTE_FORMS[attribute])
        words = form.format(noun.singular)
        article = "an" if words[0] in "aeiou" else "a"
        bare = rng.random() < 0.6 or not noun.countable
        return Query(words if bare else f"{article} {words}", term, attribute)
    if frame is None and noun.countable and rng.random() < 0.2:
        return Query(noun.plural, term)
    frame = frame or rng.choice(FRAMES)
    return Query(frame.format(noun.singular, a=noun.indefinite), term)


def draw(objects: list[Obj], rng: random.Random, count: int) -> list[Query]:
    """`count` training queries for a batch: two in three about its objects, the rest about anything."""
    trained = [term for term in terms() if not term.withheld]
    by_class: dict[int, list[Term]] = {}
    for term in trained:
        for cls in term.classes:
            by_class.setdefault(cls, []).append(term)
    chosen: dict[str, Query] = {}
    present = sorted({obj.cls for obj in objects})
    for cls in present:  # every class once by name or synonym
        own = [term for term in by_class[cls] if term.kind != "group"]
        query = phrase(rng.choice(own), rng)
        chosen[query.text] = query
    marked = [(obj, attribute) for obj in objects for attribute in ATTRIBUTES if has(obj, attribute) == 1 and not withheld_pair(attribute, obj.cls)]
    while len(chosen) < count:
        roll = rng.random()
        if roll < 0.30 and marked:
            obj, attribute = rng.choice(marked)
            query = phrase(rng.choice(by_class[obj.cls]), rng, attribute)
        elif roll < 0.45 and objects:  # an attribute that may not hold: the hard negatives
            obj, attribute = rng.choice(objects), rng.choice(ATTRIBUTES)
            if withheld_pair(attribute, obj.cls):
                continue
            query = phrase(rng.choice(by_class[obj.cls]), rng, attribute)
        elif roll < 0.70 and objects:
            query = phrase(rng.choice(by_class[rng.choice(objects).cls]), rng)
        else:
            query = phrase(rng.choice(trained), rng)
        chosen[query.text] = query
    return list(chosen.values())


def corpus() -> list[str]:
    """Every trained phrase once, for the tokenizer."""
    rng = random.Random(0)
    trained = [term for term in terms() if not term.withheld]
    texts = [frame.format(term.noun.singular, a=term.noun.indefinite) for term in trained for frame in dict.fromkeys(FRAMES)]
    texts += [term.noun.plural for term in trained]
    texts += [phrase(term, rng, attribute).text for term in trained for attribute in ATTRIBUTES]
    return texts
