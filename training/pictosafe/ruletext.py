"""Rules as people write them: a chain of statements as one sentence, in many phrasings.

A chain is what must all hold for a violation (a conjunction of alternatives), as in the rules files.
"""
from __future__ import annotations

import random
from dataclasses import dataclass

from pictosafe.classes import GROUPS, Noun
from pictosafe.phrases import NUMBERS, PREDICATES, counted, noun, pick, relation_text, say
from pictosafe.rulebook import is_withheld, rules
from pictosafe.scene import Scene
from pictosafe.statement import Attr, Between, Count, More, Not, Place, Rel, Statement, Visible, Word, terms
from pictosafe.truth import Facts

Chain = tuple[tuple[Statement, ...], ...]

INFINITIVE = {
    "touches": ("touch", "be in contact with", "touch"), "holds": ("hold", "carry", "have in the hand"), "inside": ("be inside", "be in"),
    "on_top_of": ("be on top of", "stand on", "be on"), "above": ("be above", "be over"), "below": ("be below", "be under"),
    "left_of": ("be left of", "be to the left of"), "right_of": ("be right of", "be to the right of"),
    "next_to": ("be next to", "be beside", "be right beside"), "far_from": ("be far from", "be far away from"),
}
WHEN = {"indoors": ("indoors", "in a room", "inside a building"), "outdoors": ("outdoors", "in the open air"), "day": ("by day", "in daylight"),
        "night": ("at night", "in the dark", "under a night sky"), "street": ("on a street", "on the road"), "grass": ("on grass", "in a meadow"),
        "beach": ("on a beach", "at the seaside"), "snow": ("in the snow", "in a snowy place"), "water": ("on the water", "at sea", "on open water")}
MUST_NOT = ("must not", "should not", "may not", "must never", "should never", "is not allowed to", "is never allowed to", "is forbidden to", "cannot")
MUST_NOT_MANY = ("must not", "should not", "may not", "must never", "should never", "are not allowed to", "are never allowed to", "are forbidden to", "cannot")


@dataclass(frozen=True)
class RuleDraft:
    text: str
    chain: Chain
    relevant: bool
    violated: bool | None  # None: not clear in this scene


def _subject(n: Noun, rng: random.Random) -> tuple[str, str]:
    """("a child", "must not") or ("children", "must not")."""
    if n.plural_only:
        return n.plural, pick(rng, MUST_NOT_MANY)
    if n.countable and rng.random() < 0.35:
        return n.plural, pick(rng, MUST_NOT_MANY)
    return n.indefinite, pick(rng, MUST_NOT)


def _or(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " or " + parts[-1]


def _main(alternatives: tuple[Statement, ...], rng: random.Random) -> str:
    """The forbidden thing. Alternatives share their form and their subject."""
    s = alternatives[0]
    if isinstance(s, Rel):
        a = noun(s.a, rng)
        target = _or([noun(x.b, rng).indefinite for x in alternatives])
        form = rng.random()
        verb = pick(rng, INFINITIVE[s.rel])
        if "in the hand" in verb and form < 0.62:
            verb = INFINITIVE[s.rel][0]
        if form < 0.45:
            subject, modal = _subject(a, rng)
            return f"{subject} {modal} {verb} {target}"
        if form < 0.62:
            return f"no {a.singular} {pick(rng, ('may', 'should', 'can', 'shall'))} {verb} {target}"
        clause = relation_text(s.rel, a, noun(s.b, rng), rng) if len(alternatives) == 1 else f"{a.indefinite} {'are' if a.plural_only else 'is'} seen to {INFINITIVE[s.rel][0]} {target}"
        if form < 0.75:
            return f"it is {pick(rng, ('forbidden', 'not allowed', 'prohibited', 'never acceptable'))} that {clause}"
        if form < 0.88:
            return f"{pick(rng, ('no picture may show that', 'never show that', 'an image must not show that', 'do not show that'))} {clause}"
        return f"{pick(rng, ('a picture is a violation if', 'a picture breaks this rule when', 'an image is not allowed if'))} {clause}"
    if isinstance(s, Visible):
        n = noun(s.term, rng)
        names = _or([noun(x.term, rng).indefinite for x in alternatives]) if len(alternatives) > 1 else n.indefinite
        form = int(rng.random() * 7)
        shown = pick(rng, ("be shown", "be visible", "be in the picture", "appear"))
        if form == 0 and len(alternatives) == 1:
            return f"no {n.singular} {pick(rng, ('may', 'should', 'must'))} {shown}"
        if form == 1:
            return f"never show {names}"
        if form == 2:
            return f"pictures of {names} are not allowed"
        if form == 3:
            return f"an image must not contain {names}"
        if form == 4:
            return f"it is forbidden to show {names}"
        if form == 5 and len(alternatives) == 1 and n.countable:
            return f"{n.plural} {pick(rng, ('must not', 'should not', 'may not', 'must never'))} {shown}"
        return f"{names} {pick(rng, ('must not', 'should not', 'may not', 'must never'))} {shown}"
    if isinstance(s, Attr):
        n = noun(s.term, rng)
        predicate = pick(rng, PREDICATES[s.attr])
        form = int(rng.random() * 4)
        if form == 0:
            return f"no {n.singular} {pick(rng, ('may', 'should', 'must'))} be {predicate}"
        if form == 1:
            return f"it is not allowed that {n.indefinite} {n.be} {predicate}"
        subject, modal = _subject(n, rng)
        return f"{subject} {modal} be {predicate}" if form == 2 else f"never show {n.indefinite} that {n.be} {predicate}"
    if isinstance(s, Count):
        n = counted(s.term, rng)
        number = pick(rng, (str(s.n), NUMBERS[s.n])) if s.n < len(NUMBERS) else str(s.n)
        form = int(rng.random() * 4)
        if form == 0 and s.n > 1:
            return f"no more than {NUMBERS[s.n - 1]} {n.plural if s.n != 2 else n.singular} may be shown"
        if form == 1:
            return f"{number} or more {n.plural} must not be shown"
        return f"{pick(rng, ('never show', 'an image must not contain', 'it is forbidden to show'))} {number} or more {n.plural}"
    if isinstance(s, More):
        a, b = noun(s.a, rng), noun(s.b, rng)
        return pick(rng, (f"there must not be more {a.plural} than {b.plural}", f"{a.plural} must never outnumber {b.plural}",
                          f"the picture should not show more {a.plural} than {b.plural}"))
    return f"it is not allowed that {say(s, rng)}"


def _condition(alternatives: tuple[Statement, ...], rng: random.Random) -> tuple[str, str]:
    """(before the sentence, after it)."""
    s = alternatives[0]
    if isinstance(s, Place) and len(alternatives) == 1:
        text = pick(rng, WHEN[s.name])
        return (f"{text}, ", "") if rng.random() < 0.5 else ("", f" {text}")
    if isinstance(s, Not) and isinstance(s.of, Visible) and rng.random() < 0.6:
        n = noun(s.of.term, rng)
        return "", pick(rng, (f" without {n.indefinite} in the picture", f" unless {n.indefinite} {n.be} visible", f" when no {n.singular} {n.be} there", f" if there {n.be} no {n.singular}"))
    clause = _or([say(x, rng) for x in alternatives])
    link = pick(rng, ("when", "if", "while", "where"))
    return ("", f" {link} {clause}") if rng.random() < 0.7 else (f"{link} {clause}, ", "")


def rule_text(chain: Chain, rng: random.Random) -> str:
    """A chain as a rule: the last relation, attribute, count or presence is what is forbidden, the rest are its conditions."""
    rank = {Rel: 0, More: 1, Count: 1, Attr: 1, Visible: 2, Between: 1, Word: 2, Not: 4, Place: 5}
    main = min(range(len(chain)), key=lambda k: (rank[type(chain[k][0])], -k))
    spoken = {t for s in chain[main] for t in terms(s)}
    before, after = "", ""
    for k, alternatives in enumerate(chain):
        if k == main or all(isinstance(s, Visible) and s.term in spoken for s in alternatives):
            continue
        b, a = _condition(alternatives, rng)
        before, after = before + b, after + a
    text = f"{before}{_main(chain[main], rng)}{after}"
    text = text[0].upper() + text[1:]
    return text + ("." if rng.random() < 0.8 else "")


def about(facts: Facts, chain: Chain) -> bool:
    """Whether the rule is about something in the scene: every precondition has an alternative whose objects may be there."""
    def there(s: Statement) -> bool:
        return isinstance(s, (Not, Place, Word)) or all(any(facts.of(t)) for t in (terms(s) if not isinstance(s, More) else terms(s)[:1]))
    return all(any(there(s) for s in alternatives) for alternatives in chain)


_PEOPLE = frozenset(("person", "child", "adult", "old person", *GROUPS["person"].members))


def _draft_chain(asker, rng: random.Random) -> Chain | None:
    kind = rng.choices(("presence", "group", "touches", "holds", "inside", "on_top_of", "next_to", "attribute", "count"), (14, 12, 20, 14, 8, 10, 10, 8, 8))[0]
    s = asker.make(kind)
    if s is None or isinstance(s, Count) and (s.op != ">=" or s.n < 2):
        return None
    if isinstance(s, Rel) and s.rel == "holds" and s.a not in _PEOPLE:
        return None
    main: tuple[Statement, ...] = (s,)
    if isinstance(s, Rel) and rng.random() < 0.15:
        other = asker.name(asker.any_class(), 0.4)
        if other not in (s.a, s.b):
            main = (s, Rel(s.rel, s.a, other))
    elif isinstance(s, Visible) and rng.random() < 0.12:
        other = asker.name(asker.any_class(), 0.4)
        if other != s.term:
            main = (s, Visible(other))
    chain: list[tuple[Statement, ...]] = [main]
    roll = rng.random()
    if roll < 0.16:
        chain.insert(0, (asker.setting(),))
    elif roll < 0.32:
        chain.append((Not(asker.group() if rng.random() < 0.5 else asker.presence()),))
    elif roll < 0.42:
        extra = asker.group() if rng.random() < 0.5 else asker.presence()
        chain.insert(0, (extra,))
    if len({t for a in chain for x in a for t in terms(x)}) < sum(len(terms(x)) for a in chain for x in a) - (len(main) - 1):
        return None  # a term twice reads oddly
    return tuple(chain)


def draft_rules(scene: Scene, rng: random.Random, n: int) -> list[RuleDraft]:
    """n rules other than the benchmark's, with whether the scene is about them and whether it violates them."""
    from pictosafe.language import Asker
    asker = Asker(scene, rng)
    facts, drafts = asker.facts, []
    forbidden = {r.text.rstrip(".").lower() for r in rules()} | {r.chain for r in rules()}
    for _ in range(40 * n):
        if len(drafts) == n:
            break
        chain = _draft_chain(asker, rng)
        if chain is None or chain in forbidden or any(is_withheld(s) for a in chain for s in a):
            continue
        relevant = about(facts, chain)
        if not relevant and rng.random() < 0.45:
            continue
        text = rule_text(chain, rng)
        if text.rstrip(".").lower() in forbidden:
            continue
        parts = [facts.truth(a[0]) if len(a) == 1 else _any([facts.truth(s) for s in a]) for a in chain]
        drafts.append(RuleDraft(text, chain, relevant, None if 0 not in parts and -1 in parts else 0 not in parts))
    return drafts


def _any(values: list[int]) -> int:
    return 1 if 1 in values else -1 if -1 in values else 0


def rules_for(scene: Scene, rng: random.Random, n: int) -> list[tuple[str, bool]]:
    """(rule text, whether its main objects are in the scene): for the encoder. A violated rule is always relevant."""
    return [(d.text, d.relevant) for d in draft_rules(scene, rng, n)]
