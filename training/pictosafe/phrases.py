"""Statements in words: at least four paraphrases a form, with number and article right.

Bare plurals ("dogs touch cats") mean that at least one does.
"""
from __future__ import annotations

import random

from pictosafe.classes import CLASSES, GROUPS, Noun
from pictosafe.statement import Attr, Between, Count, More, Not, Place, Rel, Statement, Visible, Word

NOUNS: dict[str, tuple[Noun, ...]] = {c.name: c.nouns for c in CLASSES} | {n: g.nouns for n, g in GROUPS.items()}
COUNTED: dict[str, tuple[Noun, ...]] = {t: tuple(n for n in ns if n.countable) for t, ns in NOUNS.items()}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# relation -> (verb singular, verb plural) in the order subject, object
ACTIVE = {
    "touches": (("touches", "touch"), ("is touching", "are touching"), ("is in contact with", "are in contact with"), ("makes contact with", "make contact with")),
    "holds": (("holds", "hold"), ("is holding", "are holding"), ("carries", "carry"), ("is carrying", "are carrying"), ("has in the hand", "have in the hand")),
    "inside": (("is inside", "are inside"), ("is in", "are in"), ("is within", "are within"), ("is located inside", "are located inside")),
    "on_top_of": (("is on top of", "are on top of"), ("is on", "are on"), ("stands on", "stand on"), ("is standing on top of", "are standing on top of"), ("rests on", "rest on")),
    "above": (("is above", "are above"), ("is over", "are over"), ("is placed above", "are placed above"), ("is higher up than", "are higher up than")),
    "below": (("is below", "are below"), ("is under", "are under"), ("is placed below", "are placed below"), ("is beneath", "are beneath")),
    "left_of": (("is left of", "are left of"), ("is to the left of", "are to the left of"), ("is on the left of", "are on the left of"), ("is placed left of", "are placed left of")),
    "right_of": (("is right of", "are right of"), ("is to the right of", "are to the right of"), ("is on the right of", "are on the right of"), ("is placed right of", "are placed right of")),
    "next_to": (("is next to", "are next to"), ("is beside", "are beside"), ("is right beside", "are right beside"), ("stands next to", "stand next to")),
    "far_from": (("is far from", "are far from"), ("is far away from", "are far away from"), ("is a long way from", "are a long way from"), ("is distant from", "are distant from")),
}
# relation -> forms with the object first
PASSIVE = {
    "touches": (("is touched by", "are touched by"), ("is being touched by", "are being touched by")),
    "holds": (("is held by", "are held by"), ("is in the hands of", "are in the hands of"), ("is being held by", "are being held by"), ("is carried by", "are carried by")),
    "inside": (("contains", "contain"), ("has inside it", "have inside them")),
    "on_top_of": (("carries on top", "carry on top"), ("is under the weight of", "are under the weight of")),
}
del PASSIVE["on_top_of"]
ADJECTIVES = {
    "red": ("red",), "yellow": ("yellow",), "green": ("green",), "blue": ("blue",), "large": ("large", "big"), "small": ("small", "tiny"),
    "upside_down": ("upside-down",), "lying": ("lying",), "on_fire": ("burning",), "hidden": ("partly hidden",), "behind_grid": ("barred",),
}
PREDICATES = {
    "red": ("red", "red in colour", "coloured red"), "yellow": ("yellow", "yellow in colour", "coloured yellow"),
    "green": ("green", "green in colour", "coloured green"), "blue": ("blue", "blue in colour", "coloured blue"),
    "large": ("large", "big", "shown large"), "small": ("small", "tiny", "shown small"),
    "upside_down": ("upside down", "turned upside down", "the wrong way up"),
    "lying": ("lying", "lying down", "lying on its side"),
    "on_fire": ("on fire", "burning", "in flames", "ablaze"),
    "hidden": ("partly hidden", "partly covered", "half hidden"),
    "behind_grid": ("behind a window grid", "behind bars", "behind a grid"),
}
# adjectives that people put after the noun instead: "a car on fire"
AFTER = {"upside_down": ("turned upside down",), "lying": ("lying on its side",), "on_fire": ("on fire", "in flames"), "hidden": ("partly hidden",), "behind_grid": ("behind a window grid", "behind bars")}
PLACE_PHRASES = {
    "indoors": ("the scene is indoors", "it is indoors", "the scene is in a room", "the picture shows a room", "the setting is indoors", "the picture shows an indoor scene", "the scene is inside a building"),
    "outdoors": ("the scene is outdoors", "it is outdoors", "the picture shows an outdoor scene", "the setting is outdoors", "the scene is outside", "the scene is in the open air"),
    "day": ("it is day", "the scene is at day", "it is daytime", "the picture shows a day sky", "the scene is in daylight", "the sky is blue and bright"),
    "night": ("it is night", "the scene is at night", "it is night-time", "the picture shows a night sky", "it is dark with stars", "the setting is night", "the picture shows the night"),
    "street": ("the scene is on a street", "the picture shows a street", "the scene is in a street", "the setting is a street", "a street is visible", "the scene is on a road", "the picture shows a road"),
    "grass": ("the scene is on grass", "the picture shows grass", "the setting is a meadow", "the scene is on a lawn", "grass is visible", "the scene is in a meadow"),
    "beach": ("the scene is on a beach", "the scene is at the beach", "the picture shows a beach", "the setting is a beach", "a beach is visible", "the scene is at the seaside"),
    "snow": ("the scene is in the snow", "the picture shows snow", "it is snowy", "snow is visible", "the setting is snow", "there is snow", "the scene is in a snowy place"),
    "water": ("the scene is on the water", "the picture shows open water", "the scene is at sea", "the setting is water", "the scene is in the water", "the scene is on open water"),
}
BUT_NOT = {"has in the hand", "have in the hand", "has inside it", "have inside them"}


def pick(rng: random.Random, options):
    """rng.choice, but three times as fast."""
    return options[int(rng.random() * len(options))]


def article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def noun(term: str, rng: random.Random, synonym: float = 0.3) -> Noun:
    nouns = NOUNS[term]
    return nouns[0] if len(nouns) == 1 or rng.random() >= synonym else pick(rng, nouns[1:])


def counted(term: str, rng: random.Random) -> Noun | None:
    nouns = COUNTED[term]
    if not nouns:
        return None
    return nouns[0] if len(nouns) == 1 or rng.random() < 0.7 else pick(rng, nouns[1:])


def _visible(s: Visible, rng: random.Random) -> str:
    n = noun(s.term, rng)
    a, be = n.indefinite, n.be
    k = int(rng.random() * (12 if n.countable else 8))
    if k < 2:
        return f"{a} {be} visible"
    if k == 2:
        return f"there {be} {a}"
    if k == 3:
        return f"{a} can be seen"
    if k == 4:
        return f"the picture shows {a}"
    if k == 5:
        return f"the image contains {a}"
    if k == 6:
        return f"{a} {be} in the picture"
    if k == 7:
        return f"{a} {be} shown"
    if k == 8:
        return f"{n.plural} are visible"
    if k == 9:
        return f"at least one {n.singular} is visible"
    if k == 10:
        return f"there are {n.plural}"
    return f"one or more {n.plural} are visible"


def _not_visible(s: Visible, rng: random.Random) -> str:
    n = noun(s.term, rng)
    k = int(rng.random() * (9 if n.countable else 5))
    if k == 0:
        return f"no {n.singular} {n.be} visible"
    if k == 1:
        return f"there {n.be} no {n.singular}"
    if k == 2:
        return f"no {n.singular} can be seen"
    if k == 3:
        return f"the picture shows no {n.singular}"
    if k == 4:
        return f"{n.indefinite} {n.be} not visible" if not n.countable else f"not a single {n.singular} is visible"
    if k == 5:
        return f"no {n.plural} are visible"
    if k == 6:
        return f"there are no {n.plural}"
    if k == 7:
        return f"the image contains no {n.plural}"
    return f"there is not any {n.singular}"


def _number(n: int, rng: random.Random) -> str:
    return str(n) if n >= len(NUMBERS) or rng.random() < 0.35 else NUMBERS[n]


def _count(s: Count, rng: random.Random) -> str:
    n = counted(s.term, rng)
    if n is None:
        raise ValueError(f"{s.term} cannot be counted")
    number, k = _number(s.n, rng), s.n
    if s.op == ">=":
        quantity = pick(rng, (f"at least {number}", f"at least {number}", f"{number} or more", f"no fewer than {number}"))
        plural = k != 1 or "or more" in quantity
    elif s.op == "<=":
        quantity = pick(rng, (f"at most {number}", f"at most {number}", f"{number} or fewer", f"no more than {number}"))
        plural = k != 1 or "or fewer" in quantity
    elif s.op == "==":
        quantity = pick(rng, (f"exactly {number}", f"exactly {number}", f"precisely {number}", f"just {number}"))
        plural = k != 1
    elif s.op == ">":
        quantity, plural = f"more than {number}", k != 1
    else:
        quantity, plural = pick(rng, (f"fewer than {number}", f"less than {number}")), k != 1
    name, be = (n.plural, "are") if plural else (n.singular, "is")
    form = int(rng.random() * (6))
    if form < 2:
        return f"{quantity} {name} {be} visible"
    if form == 2:
        return f"there {be} {quantity} {name}"
    if form == 3:
        return f"the picture shows {quantity} {name}"
    if form == 4:
        return f"{quantity} {name} can be seen"
    return f"{quantity} {name} {be} in the picture"


def _more(s: More, rng: random.Random) -> str:
    a, b = noun(s.a, rng), noun(s.b, rng)
    form = int(rng.random() * (5))
    if form < 2:
        return f"more {a.plural} than {b.plural} are visible"
    if form == 2:
        return f"there are more {a.plural} than {b.plural}"
    if form == 3:
        return f"the {a.plural} outnumber the {b.plural}"
    return f"fewer {b.plural} than {a.plural} are visible"


def _rel(s: Rel, rng: random.Random) -> str:
    return relation_text(s.rel, noun(s.a, rng), noun(s.b, rng), rng)


def relation_text(rel: str, a: Noun, b: Noun, rng: random.Random) -> str:
    if rel in PASSIVE and rng.random() < 0.25:
        one, many = pick(rng, PASSIVE[rel])
        a, b = b, a
    elif rel in ("touches", "next_to", "far_from") and rng.random() < 0.12:
        return _both(rel, a, b, rng)
    else:
        forms = ACTIVE[rel]
        one, many = forms[0] if rng.random() < 0.35 else pick(rng, forms)
    if a.countable and rng.random() < 0.22:
        subject, verb = a.plural, many
    else:
        subject, verb = a.indefinite, many if a.plural_only else one
    target = b.plural if b.countable and rng.random() < (0.5 if subject == a.plural else 0.05) else b.indefinite
    if verb in BUT_NOT:  # "has a knife in the hand"
        head, tail = verb.split(" ", 1)
        text = f"{subject} {head} {target} {tail}"
    else:
        text = f"{subject} {verb} {target}"
    return f"there {'are' if subject == a.plural else a.be} {subject} that {verb} {target}" if rng.random() < 0.05 and verb not in BUT_NOT else text


def _both(rel: str, a: Noun, b: Noun, rng: random.Random) -> str:
    both = f"{a.indefinite} and {b.indefinite}"
    if rel == "touches":
        return pick(rng, (f"{both} touch", f"{both} touch each other", f"{both} are touching"))
    if rel == "next_to":
        return pick(rng, (f"{both} are next to each other", f"{both} are side by side"))
    return pick(rng, (f"{both} are far apart", f"{both} are far from each other"))


def _not_rel(s: Rel, rng: random.Random) -> str:
    a, b = noun(s.a, rng), noun(s.b, rng)
    one, many = pick(rng, ACTIVE[s.rel])
    if one in BUT_NOT:
        one, many = ACTIVE[s.rel][0]
    verb = many if a.plural_only else one
    form = int(rng.random() * (4))
    if form < 2 or not a.countable:
        return f"no {a.singular} {verb} {b.indefinite}"
    if form == 2:
        return f"there is no {a.singular} that {one} {b.indefinite}"
    return f"no {a.plural} {many} {b.indefinite}"


def _between(s: Between, rng: random.Random) -> str:
    a, b, c = (noun(t, rng) for t in (s.a, s.b, s.c))
    if rng.random() < 0.5:
        b, c = c, b
    form = int(rng.random() * (5))
    if form < 2:
        return f"{a.indefinite} {a.be} between {b.indefinite} and {c.indefinite}"
    if form == 2:
        return f"{a.indefinite} {'are' if a.plural_only else 'is'} placed between {b.indefinite} and {c.indefinite}"
    if form == 3:
        return f"between {b.indefinite} and {c.indefinite} {a.be} {a.indefinite}"
    return f"there {a.be} {a.indefinite} between {b.indefinite} and {c.indefinite}"


def _described(attr: str, n: Noun, rng: random.Random) -> tuple[str, str, str]:
    """(one with the attribute, several with it, bare)."""
    if attr in AFTER and rng.random() < 0.5:
        tail = pick(rng, AFTER[attr])
        return f"{n.indefinite} {tail}", f"{n.plural} {tail.replace('its side', 'their sides')}", f"{n.singular} {tail}"
    word = pick(rng, ADJECTIVES[attr])
    bare = f"{word} {n.singular}"
    return (f"{article(word)} {bare}" if n.countable else bare), f"{word} {n.plural}", bare


def _attr(s: Attr, rng: random.Random) -> str:
    n = noun(s.term, rng)
    form = int(rng.random() * (7))
    if form < 3:
        predicate = pick(rng, PREDICATES[s.attr])
        if n.countable and rng.random() < 0.15:
            return f"{n.plural} are {predicate.replace('its side', 'their sides')}"
        return f"{n.indefinite} {n.be} {predicate.replace('its', 'their') if n.plural_only else predicate}"
    one, several, _ = _described(s.attr, n, rng)
    if form == 3:
        return f"{one} {n.be} visible"
    if form == 4:
        return f"there {n.be} {one}"
    if form == 5:
        return f"the picture shows {one}"
    return f"{several} are visible" if n.countable else f"{one} can be seen"


def _not_attr(s: Attr, rng: random.Random) -> str:
    n = noun(s.term, rng)
    if rng.random() < 0.5:
        return f"no {n.singular} {n.be} {pick(rng, PREDICATES[s.attr])}"
    _, several, bare = _described(s.attr, n, rng)
    return pick(rng, (f"no {bare} {n.be} visible", f"there {n.be} no {bare}", f"no {several} are visible" if n.countable else f"no {bare} can be seen"))


def _place(s: Place, rng: random.Random) -> str:
    return pick(rng, PLACE_PHRASES[s.name])


def _not_place(s: Place, rng: random.Random) -> str:
    text = pick(rng, PLACE_PHRASES[s.name])
    if text.startswith("the picture shows"):
        return text.replace("the picture shows", "the picture does not show", 1)
    return text.replace(" is ", " is not ", 1) if not text.startswith("there is") else text.replace("there is", "there is no", 1)


def _word(s: Word, rng: random.Random) -> str:
    kind = "words" if " " in s.text else "word"
    be = "are" if " " in s.text else "is"
    return pick(rng, (f"the {kind} {s.text} {be} written", f'the {kind} "{s.text}" {be} written', f"the {kind} {s.text} {be} visible",
                       f'a sign says "{s.text}"', f"the text {s.text} is written in the picture", f'the picture shows the {kind} "{s.text}"'))


def _not_word(s: Word, rng: random.Random) -> str:
    kind, be = ("words", "are") if " " in s.text else ("word", "is")
    return pick(rng, (f"the {kind} {s.text} {be} not written", f'no sign says "{s.text}"'))


_SAY = {Visible: _visible, Count: _count, More: _more, Rel: _rel, Between: _between, Attr: _attr, Place: _place, Word: _word}
_SAY_NOT = {Visible: _not_visible, Rel: _not_rel, Attr: _not_attr, Place: _not_place, Word: _not_word}
_OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}


def say(statement: Statement, rng: random.Random) -> str:
    """One of the ways to say it, lower case, no full stop."""
    if isinstance(statement, Not):
        inner = statement.of
        if isinstance(inner, Not):
            return say(inner.of, rng)
        if isinstance(inner, Count) and inner.op in _OPPOSITE:
            return _count(Count(_OPPOSITE[inner.op], inner.n, inner.term), rng)
        return _SAY_NOT[type(inner)](inner, rng)
    return _SAY[type(statement)](statement, rng)
