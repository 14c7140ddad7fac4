"""Reasoning about a statement and captions, both read off the scene graph."""
from __future__ import annotations

import random
from collections import Counter

from pictosafe.classes import CLASSES, Noun
from pictosafe.phrases import ACTIVE, BUT_NOT, NOUNS, NUMBERS, PREDICATES, pick, say
from pictosafe.rulebook import is_withheld
from pictosafe.scene import CONTAINERS, FIRE, SIDE, Obj, Scene
from pictosafe.statement import Attr, Between, Count, More, Not, Place, Rel, Statement, Visible, Word
from pictosafe.truth import PLACE_TRUTH, Facts

MOST_LOCATED = 3  # things that a statement may be about, in what is thought before it is said which one decides
ROWS, COLUMNS = ("top", "middle", "bottom"), ("left", "centre", "right")
SCENE_NAME = {"day": "a day sky", "night": "a night sky with stars", "room": "a room", "street": "a street", "grass": "a meadow",
              "beach": "a beach", "snow": "a snowy place", "water": "open water", None: "a plain background"}
WHERE = {"day": "under a day sky", "night": "at night", "room": "in a room", "street": "on a street", "grass": "on grass",
         "beach": "on a beach", "snow": "in the snow", "water": "on the water", None: "on a plain background"}


def where(obj: Obj) -> str:
    """ "at the top left", "in the centre" """
    x, y = (obj.box[0] + obj.box[2]) / 2, (obj.box[1] + obj.box[3]) / 2
    row, column = ROWS[min(2, int(y * 3 / SIDE))], COLUMNS[min(2, int(x * 3 / SIDE))]
    if row == "middle":
        return "in the centre" if column == "centre" else f"on the {column}"
    return f"at the {row}" if column == "centre" else f"at the {row} {column}"


def the_noun(cls: int) -> Noun:
    return NOUNS[CLASSES[cls].name][0]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _seen(facts: Facts, limit: int = 4) -> str:
    """What is there: "a cat, two cars and fire"."""
    counts = Counter(facts.scene.objects[i].cls for i in facts.present())
    parts = []
    for cls, count in list(counts.items())[:limit]:
        n = the_noun(cls)
        parts.append(n.indefinite if count == 1 or not n.countable else f"{NUMBERS[min(count, 9)]} {n.plural}")
    return _listed(parts) if parts else "nothing that stands out"


def _located(facts: Facts, i: int, article: str | None = None) -> str:
    n = the_noun(facts.scene.objects[i].cls)
    return f"{n.indefinite if article is None else f'{article} {n.singular}'} {where(facts.scene.objects[i])}"


def _is_are(facts: Facts, i: int) -> str:
    n = the_noun(facts.scene.objects[i].cls)
    return f"{n.indefinite} {n.be} {where(facts.scene.objects[i])}"


def _missing(facts: Facts, term: str) -> tuple[str, str]:
    n = NOUNS[term][0]
    name = n.plural if n.countable and term.endswith("x") else n.singular
    return f"I see {_seen(facts)}, but no {name}.", f"No {name} {n.be} visible."


def _cap(text: str) -> str:
    return text[0].upper() + text[1:]


def reason(scene: Scene, question, rng: random.Random) -> tuple[str, str]:
    """(thinking, rationale) for a question whose answer the scene decides. Thinking is at most 40 words."""
    facts = Facts(scene)
    thinking, rationale = _reason(facts, question.statement, question.answer, rng)
    words = thinking.split()
    return (thinking if len(words) <= 40 else " ".join(words[:39]).rstrip(",;.") + "."), rationale


def _reason(facts: Facts, s: Statement, answer: bool, rng: random.Random) -> tuple[str, str]:
    objects = facts.scene.objects
    if isinstance(s, Not):
        return _reason(facts, s.of, not answer, rng)
    if isinstance(s, Visible):
        sure, perhaps = facts.of(s.term)
        if not sure:
            return _missing(facts, s.term)
        spot = _is_are(facts, sure[0])
        own = the_noun(objects[sure[0]].cls)
        if s.term == CLASSES[objects[sure[0]].cls].name:
            return _cap(f"{spot}."), _cap(f"{own.indefinite} {own.be} visible {where(objects[sure[0]])}.")
        n = NOUNS[s.term][0]
        return (_cap(f"{spot}. {_cap(own.indefinite)} {own.be} {n.indefinite}.") if not own.plural_only else _cap(f"{spot}, {n.indefinite}."),
                _cap(f"{own.indefinite}, {n.indefinite}, {own.be} visible."))
    if isinstance(s, Rel):
        return _reason_relation(facts, s, answer)
    if isinstance(s, Between):
        return _reason_between(facts, s, answer)
    if isinstance(s, Count):
        sure = facts.of(s.term)[0]
        n = NOUNS[s.term][0]
        if not sure:
            return _missing(facts, s.term)
        spots = _listed([_located(facts, i) for i in sure[:4]])
        total = f"{NUMBERS[min(9, len(sure))]} {n.singular if len(sure) == 1 else n.plural}"
        return _cap(f"I see {spots}. That makes {total}."), _cap(f"{total} {'is' if len(sure) == 1 else 'are'} visible.")
    if isinstance(s, More):
        a, b = NOUNS[s.a][0], NOUNS[s.b][0]
        na, nb = len(facts.of(s.a)[0]), len(facts.of(s.b)[0])
        def amount(k: int, n: Noun) -> str:
            return f"{NUMBERS[min(9, k)]} {n.singular if k == 1 else n.plural}"
        verdict = f"There are {'more' if na > nb else 'as many' if na == nb else 'fewer'} {a.plural} {'as' if na == nb else 'than'} {b.plural}."
        return f"I see {_seen(facts, 6)}. That makes {amount(na, a)} and {amount(nb, b)}.", verdict
    if isinstance(s, Attr):
        return _reason_attribute(facts, s, answer, rng)
    if isinstance(s, Place):
        seen = SCENE_NAME[facts.scene.setting]
        return f"The background shows {seen}.", f"The picture shows {seen}."
    if isinstance(s, Word):
        words = facts.scene.words
        if answer:
            return f'A sign reads "{s.text}".', f'The text "{s.text}" is written in the picture.'
        if words:
            return f'The text reads "{words[0]}".', f'The picture says "{words[0]}" instead.'
        return "There is no text in the picture.", "No text is written in the picture."
    raise TypeError(s)


def _reason_relation(facts: Facts, s: Rel, answer: bool) -> tuple[str, str]:
    objects = facts.scene.objects
    for term in (s.a, s.b):
        if not facts.of(term)[0]:
            return _missing(facts, term)
    matrix = facts.rel[s.rel]
    pairs = [(i, j) for i in facts.of(s.a)[0] for j in facts.of(s.b)[0] if i != j]
    if not pairs:
        return f"I see {_seen(facts)}, only one of them fits.", "There is only one such object."
    i, j = next(((i, j) for i, j in pairs if matrix[i][j] == 1), None) if answer else _closest(objects, pairs)
    if len({i for i, _ in pairs}) > 1 or len({j for _, j in pairs}) > 1:
        return _reason_one_of_several(facts, s, answer, pairs, (i, j))
    a, b = the_noun(objects[i].cls), the_noun(objects[j].cls)
    spots = f"{_is_are(facts, i)} and {_is_are(facts, j)}."
    verb = ACTIVE[s.rel][0][1 if a.plural_only else 0]
    if answer:
        return _cap(f"{spots} The {a.singular} {verb} the {b.singular}."), f"The {a.singular} {verb} the {b.singular}."
    if facts.rel["touches"][i][j] == 0 and s.rel in ("touches", "holds", "inside", "on_top_of"):
        why = "There is a gap between them."
    else:
        why = f"The {a.singular} {_not(verb)} the {b.singular}."
    return _cap(f"{spots} {why}"), f"The {a.singular} {_not(verb)} the {b.singular}."


def _reason_one_of_several(facts: Facts, s: Rel, answer: bool, pairs: list[tuple[int, int]], chosen: tuple[int, int]) -> tuple[str, str]:
    """Where several things could stand in the relation: they are located first, and then it is said which one does, or that none does."""
    objects = facts.scene.objects
    firsts, seconds = ([chosen[k], *dict.fromkeys(pair[k] for pair in pairs if pair[k] not in chosen)] for k in (0, 1))
    firsts = firsts[:MOST_LOCATED]
    seconds = seconds[: MOST_LOCATED if len(firsts) == 1 else MOST_LOCATED - 1]
    a, b = (the_noun(objects[k].cls) for k in chosen)
    seen = f"I see {_all_located(facts, firsts)}, and {_all_located(facts, seconds)}."
    verb = ACTIVE[s.rel][0][1 if a.plural_only else 0]
    if answer:
        one = f"The {a.singular} {where(objects[chosen[0]])}" if len(firsts) > 1 else f"The {a.singular}"
        other = f"the {b.singular} {where(objects[chosen[1]])}" if len(firsts) == 1 else f"the {b.singular}"
        return f"{seen} {one} {verb} {other}.", f"The {a.singular} {verb} the {b.singular}."
    if len(firsts) == 1:
        return f"{seen} The {a.singular} {_not(verb)} any of them.", f"The {a.singular} {_not(verb)} {NOUNS[s.b][0].indefinite}."
    verb, other = ACTIVE[s.rel][0][0], f"the {b.singular}" if len(seconds) == 1 else "any of them"
    return f"{seen} None of them {verb} {other}.", f"No {NOUNS[s.a][0].singular} {verb} {NOUNS[s.b][0].indefinite}."


def _all_located(facts: Facts, indices: list[int]) -> str:
    """ "bottles at the top and on the left, and a cup in the centre": things of one class are named once."""
    by_class: dict[int, list[int]] = {}
    for i in sorted(indices, key=lambda i: facts.scene.objects[i].box):  # from left to right: the order is not to tell which one decides
        by_class.setdefault(facts.scene.objects[i].cls, []).append(i)
    parts = []
    for cls, some in by_class.items():
        noun, places = the_noun(cls), list(dict.fromkeys(where(facts.scene.objects[i]) for i in some))
        parts.append(f"{noun.plural if len(some) > 1 and noun.countable else noun.indefinite} {_listed(places)}")
    return _listed(parts)


def _not(verb: str) -> str:
    if verb.split()[0] in ("is", "are"):
        head, _, tail = verb.partition(" ")
        return f"{head} not {tail}"
    return {"touches": "does not touch", "touch": "do not touch", "holds": "does not hold", "hold": "do not hold"}[verb]


def _closest(objects: list[Obj], pairs: list[tuple[int, int]]) -> tuple[int, int]:
    def distance(pair: tuple[int, int]) -> int:
        p, q = objects[pair[0]].box, objects[pair[1]].box
        return abs(p[0] + p[2] - q[0] - q[2]) + abs(p[1] + p[3] - q[1] - q[3])
    return min(pairs, key=distance)


def _reason_between(facts: Facts, s: Between, answer: bool) -> tuple[str, str]:
    chosen: list[int] = []
    for term in (s.a, s.b, s.c):
        free = [i for i in facts.of(term)[0] if i not in chosen]
        if not free:
            return _missing(facts, term) if not facts.of(term)[0] else (f"I see {_seen(facts)}, too few of them.", "There are too few such objects.")
        chosen.append(free[0])
    if answer:
        chosen = _true_triple(facts, s)
    a, b, c = (the_noun(facts.scene.objects[i].cls).singular for i in chosen)
    spots = f"{_is_are(facts, chosen[0])}, {_is_are(facts, chosen[1])} and {_is_are(facts, chosen[2])}."
    verdict = f"The {a} {the_noun(facts.scene.objects[chosen[0]].cls).be} {'' if answer else 'not '}between the {b} and the {c}."
    return _cap(spots), verdict


def _true_triple(facts: Facts, s: Between) -> list[int]:
    from pictosafe.scene import between
    o = facts.scene.objects
    return next([i, j, k] for i in facts.of(s.a)[0] for j in facts.of(s.b)[0] for k in facts.of(s.c)[0]
                if len({i, j, k}) == 3 and between(o[i], o[j], o[k]) == 1)


def _reason_attribute(facts: Facts, s: Attr, answer: bool, rng: random.Random) -> tuple[str, str]:
    sure = facts.of(s.term)[0]
    if not sure:
        return _missing(facts, s.term)
    i = next((i for i in sure if facts.has(i, s.attr) == 1), sure[0])
    obj = facts.scene.objects[i]
    n, predicate = the_noun(obj.cls), PREDICATES[s.attr][0]
    if answer:
        return _cap(f"{_is_are(facts, i)}. It looks {predicate}." if s.attr != "behind_grid" else f"{_is_are(facts, i)}, behind a grid."), \
            f"The {n.singular} {n.be} {predicate}."
    really = {True: obj.colour}.get(s.attr in ("red", "yellow", "green", "blue") and obj.colour is not None)
    what = f"it is {really}" if really else f"it is not {predicate}"
    return _cap(f"{_is_are(facts, i)}, {what}."), f"The {n.singular} {n.be} not {predicate}."


def caption(scene: Scene, rng: random.Random) -> str:
    """What the picture shows, in one or two sentences."""
    facts = Facts(scene)
    present = facts.present()
    used: set[int] = set()
    parts: list[str] = []
    relations = [(rel, i, j) for rel in ("holds", "inside", "on_top_of", "touches", "next_to") for i in present for j in present
                 if facts.rel[rel][i][j] == 1 and (rel not in ("touches", "next_to") or i < j)]
    for rel, i, j in relations:
        a, b = scene.objects[i], scene.objects[j]
        if i in used or j in used or len(parts) == 3 or is_withheld(Rel(rel, a.name, b.name)):
            continue
        verb = pick(rng, ACTIVE[rel][:2])[0]
        n, m = the_noun(a.cls), the_noun(b.cls)
        parts.append(f"{_dressed(a, rng)} that {verb if not n.plural_only else verb.replace('is ', 'are ')} {m.indefinite}")
        used |= {i, j}
    counts = Counter(scene.objects[i].cls for i in present if i not in used)
    for cls, count in counts.items():
        n, name = the_noun(cls), CLASSES[cls].name
        if count > 1 and n.countable:
            if is_withheld(Count(">=", count, name)):
                continue
            parts.append(f"{NUMBERS[min(9, count)]} {n.plural}")
        else:
            parts.append(_dressed(next(scene.objects[i] for i in present if i not in used and scene.objects[i].cls == cls), rng))
    place = WHERE[scene.setting]
    body = _listed(parts[:6]) if parts else "nothing that stands out"
    form = int(rng.random() * 4)
    text = (f"{body} {place}" if form == 0 else f"the picture shows {body} {place}" if form == 1 else
            f"{place} there {'are' if ' and ' in body else 'is'} {body}" if form == 2 else f"a picture of {body} {place}")
    text = _cap(text) + "."
    if scene.words:
        text += f' A sign says "{scene.words[0]}".'
    return text


def _dressed(obj: Obj, rng: random.Random) -> str:
    """The object with one of its attributes, where that may be said."""
    n = the_noun(obj.cls)
    if not n.countable or rng.random() < 0.4:
        return n.indefinite
    from pictosafe.scene import COLOURABLE
    options = [(a, w) for a, w in (("upside_down", "upside-down"), ("on_fire", "burning"), ("lying", "lying"), ("hidden", "partly hidden")) if getattr(obj, a) and a not in obj.unclear]
    if obj.size:
        options.append((obj.size, obj.size))
    if obj.colour and obj.cls in COLOURABLE:
        options.append((obj.colour, obj.colour))
    options = [(a, w) for a, w in options if not is_withheld(Attr(a, obj.name))]
    if not options:
        return n.indefinite
    word = pick(rng, options)[1]
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word} {n.singular}"
