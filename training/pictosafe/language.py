"""Questions about scenes: statements with their truth, in many phrasings.

ask            n statements at the frequencies of the themed world (training)
ask_balanced   reports: half true, half false per kind, false ones about objects that are there wherever the kind allows
"""
from __future__ import annotations

import random
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Callable

from pictosafe.classes import CLASSES, GROUPS, INDEX
from pictosafe.phrases import COUNTED, pick, say
from pictosafe.rulebook import is_held_out, is_withheld
from pictosafe.scene import COLOURABLE, COLOURS, CONTAINERS, PEOPLE, UPRIGHT, Scene, box_gap
from pictosafe.statement import PLACES, SYMMETRIC, Attr, Between, Count, More, Not, Place, Rel, Statement, Visible, Word, terms
from pictosafe.themes import BY_NAME
from pictosafe.truth import Facts

KINDS = {"presence": 20, "group": 10, "touches": 12, "holds": 9, "inside": 8, "on_top_of": 9, "above_below": 5, "left_right": 5, "next_to": 7,
         "far_from": 3, "between": 3, "count": 11, "negation": 8, "attribute": 8, "setting": 4, "text": 4}
# Kinds of which natural statements are mostly false.
PAIRED = ("touches", "holds", "inside", "on_top_of", "above_below", "left_right", "next_to", "far_from", "between", "count", "attribute", "text")
_CLASS_NAMES = tuple(c.name for c in CLASSES)
_GROUP_NAMES = tuple(GROUPS)
_GROUPS_OF = {i: c.groups for i, c in enumerate(CLASSES)}
_KIND_RELATIONS = {"touches": ("touches",), "holds": ("holds",), "inside": ("inside",), "on_top_of": ("on_top_of",),
                   "above_below": ("above", "below"), "left_right": ("left_of", "right_of"), "next_to": ("next_to",), "far_from": ("far_from",)}
_ALL_WORDS: tuple[str, ...] = ()
MOST_POSES = 4  # things of a scene of which is asked which way up they are
_ACT_RELATION = {"touch": "touches", "hold": "holds", "inside": "inside", "on_top": "on_top_of", "next": "next_to", "burn": "touches", "apart": "touches"}


@dataclass(frozen=True)
class Question:
    text: str
    answer: bool
    kind: str
    objects: list[str]
    statement: Statement


def _words() -> tuple[str, ...]:
    global _ALL_WORDS
    if not _ALL_WORDS:
        from pictosafe.draw import ORDERS, WORDS
        _ALL_WORDS = WORDS + ORDERS
    return _ALL_WORDS


class Asker:
    """Makes statements about one scene."""

    def __init__(self, scene: Scene, rng: random.Random, small_first: bool = False):
        """small_first: of what is there, small things are asked about more often."""
        self.scene, self.rng, self.facts, self.small_first = scene, rng, Facts(scene), small_first
        self.present = self.facts.present()
        self.classes = [o.cls for o in scene.objects]
        self.pairs: dict[str, list[tuple[int, int]]] = {}

    def true_pairs(self, rel: str) -> list[tuple[int, int]]:
        found = self.pairs.get(rel)
        if found is None:
            seen = self.present
            found = self.pairs[rel] = [(i, j) for i in seen for j, v in enumerate(self.facts.rel[rel][i]) if v == 1 and j in seen]
        return found

    def name(self, cls: int, group: float = 0.38) -> str:
        """A class or one of its groups."""
        groups = _GROUPS_OF[cls]
        return pick(self.rng, groups) if groups and self.rng.random() < group else _CLASS_NAMES[cls]

    def any_class(self) -> int:
        """A class by the theme's habits, or any."""
        rng = self.rng
        if rng.random() < 0.4:
            return INDEX[pick(rng, _THEME_NAMES[self.scene.theme])]
        return int(rng.random() * len(CLASSES))

    def one_present(self) -> int:
        if not self.present:
            return self.any_class()
        if self.small_first:
            return self.classes[min(pick(self.rng, self.present), pick(self.rng, self.present), key=lambda i: self.scene.objects[i].area)]
        return self.classes[pick(self.rng, self.present)]

    def presence(self) -> Statement:
        return Visible(_CLASS_NAMES[self.one_present() if self.rng.random() < 0.4 else self.any_class()])

    def group(self) -> Statement:
        groups = _GROUPS_OF[self.one_present()] if self.rng.random() < 0.45 else ()
        return Visible(pick(self.rng, groups or _GROUP_NAMES))

    def two_present(self, near: bool) -> tuple[int, int]:
        """Two objects of the scene; near: the nearer of two such pairs, so that what is almost true is asked, too."""
        pair = self.rng.sample(self.present, 2)
        if near and len(self.present) > 2:
            other = self.rng.sample(self.present, 2)
            return min(pair, other, key=self.distance)
        return pair

    def distance(self, pair: tuple[int, int]) -> float:
        return box_gap(self.scene.objects[pair[0]].box, self.scene.objects[pair[1]].box)

    def relation(self, names: tuple[str, ...]) -> Statement | None:
        rng = self.rng
        rel = names[0] if len(names) == 1 else pick(rng, names)
        roll = rng.random()
        rare = rel in ("holds", "inside", "on_top_of")
        if rare and not self.true_pairs(rel) and rng.random() < 0.85:
            return None  # there is too little to say
        if roll < (0.55 if rare else 0.42):
            pairs = self.true_pairs(rel)
            if pairs:
                i, j = pick(rng, pairs)
                a, b = self.classes[i], self.classes[j]
                if rare and rng.random() < 0.1:
                    a, b = b, a
                return Rel(rel, self.name(a), self.name(b))
        if roll < 0.80 and len(self.present) > 1:
            i, j = self.two_present(rel != "far_from" and rng.random() < 0.5)
            if rel == "holds" and self.classes[i] not in PEOPLE or rel == "inside" and self.classes[j] not in CONTAINERS:
                i, j = j, i
            return Rel(rel, self.name(self.classes[i]), self.name(self.classes[j]))
        if roll < 0.9:
            acts = _THEME_ACTS[self.scene.theme].get(rel)
            if acts:
                return Rel(rel, *pick(rng, acts))
        a, b = self.one_present(), self.any_class()
        if rng.random() < 0.5:
            a, b = b, a
        return Rel(rel, self.name(a), self.name(b))

    def between(self) -> Statement:
        if len(self.present) < 3 or self.rng.random() < 0.1:
            return Between(*(self.name(self.one_present() if k else self.any_class()) for k in range(3)))
        rng, objects = self.rng, self.scene.objects
        for attempt in range(8):
            i, j, k = rng.sample(self.present, 3)
            x = [(objects[o].box[0] + objects[o].box[2], objects[o].box[1] + objects[o].box[3]) for o in (i, j, k)]
            if attempt == 7 or rng.random() < 0.15:
                break  # any three
            if min((x[0][d] - x[1][d]) * (x[0][d] - x[2][d]) for d in (0, 1)) < 0 and self.facts.truth(
                    Between(*(_CLASS_NAMES[self.classes[o]] for o in (i, j, k)))) == 1:
                break
        return Between(*(self.name(self.classes[o]) for o in (i, j, k)))

    def count(self) -> Statement:
        rng = self.rng
        cls = self.one_present() if rng.random() < 0.8 else self.any_class()
        term = self.name(cls, 0.35)
        if rng.random() < 0.2 and len(self.present) > 1:
            other = self.name(self.one_present() if rng.random() < 0.8 else self.any_class(), 0.35)
            if other != term and not _nested(term, other):
                return More(term, other)
        if not COUNTED[term]:
            term = self.name(cls, 1.0)
            if not COUNTED[term]:
                return Visible(term)
        actual = len(self.facts.of(term)[0])
        op = pick(rng, (">=", ">=", ">=", "==", "==", "<=", ">", "<"))
        n = max(1, actual + pick(rng, (-1, 0, 0, 1, 1, 2) if op != ">" else (-1, -1, 0, 1)))
        return Count(op, n, term)

    def negation(self) -> Statement | None:
        roll = self.rng.random()
        if roll < 0.62:
            return Not(self.group() if self.rng.random() < 0.35 else self.presence())
        if roll < 0.8:
            inner = self.relation((pick(self.rng, ("touches", "touches", "holds", "next_to", "on_top_of", "inside")),))
            return inner and Not(inner)
        if roll < 0.92:
            return Not(self.attribute())
        return Not(self.setting())

    def attribute(self) -> Statement:
        rng = self.rng
        if rng.random() < 0.5:
            i = pick(rng, self.present) if self.present else None
            if i is not None:
                obj = self.scene.objects[i]
                true = [a for a in ("upside_down", "lying", "on_fire", "hidden", "behind_grid") if getattr(obj, a)]
                true += [obj.size] if obj.size else []
                true += [obj.colour] * 2 if obj.colour and obj.cls in COLOURABLE else []
                if true:
                    return Attr(pick(rng, true), self.name(obj.cls, 0.2))
        cls = self.one_present() if rng.random() < 0.8 else self.any_class()
        attr = pick(rng, COLOURS if cls in COLOURABLE and rng.random() < 0.5 else ("large", "small", "upside_down", "lying", "on_fire", "hidden", "behind_grid"))
        return Attr(attr, self.name(cls, 0.2))

    def setting(self) -> Statement:
        return Place(_PLACE_OF[self.scene.setting] if self.scene.setting and self.rng.random() < 0.3 else pick(self.rng, PLACES))

    def text(self) -> Statement | None:
        if not self.scene.words and self.rng.random() < 0.93:
            return None  # nobody asks what is written where nothing is
        return Word(pick(self.rng, self.scene.words) if self.scene.words and self.rng.random() < 0.5 else pick(self.rng, _words()))

    def twin(self, statement: Statement, truth: int) -> Statement | None:
        """A statement of the same form about things in the scene whose truth is the opposite, None where none is found."""
        rng = self.rng
        if isinstance(statement, Rel) and statement.rel not in SYMMETRIC and rng.random() < 0.6:
            candidates = [Rel(statement.rel, statement.b, statement.a)]
        elif isinstance(statement, Rel):
            kept_first = rng.random() < 0.5
            others = [self.name(self.classes[i]) for i in self.present]
            candidates = [Rel(statement.rel, statement.a, other) if kept_first else Rel(statement.rel, other, statement.b) for other in others]
        elif isinstance(statement, Between):
            candidates = [Between(statement.b, statement.a, statement.c), Between(statement.c, statement.a, statement.b)]
        elif isinstance(statement, Count):
            candidates = [Count(statement.op, statement.n + step, statement.term) for step in (1, -1) if statement.n + step > 0]
        elif isinstance(statement, Attr):
            candidates = [Attr(statement.attr, self.name(self.classes[i], 0.2)) for i in self.present]
        else:
            return None
        rng.shuffle(candidates)
        return next((other for other in candidates if len(set(terms(other))) == len(terms(other)) and self.facts.truth(other) == 1 - truth), None)

    def broader(self, statement: Statement) -> Statement | None:
        """The same about a group in place of one class that the statement names, None where there is none."""
        if not isinstance(statement, (Attr, Count, Rel)):
            return None
        fields = [f for f in ("term", "a", "b") if getattr(statement, f, None) in INDEX and _GROUPS_OF[INDEX[getattr(statement, f)]]]
        if not fields:
            return None
        field = pick(self.rng, fields)
        group = pick(self.rng, _GROUPS_OF[INDEX[getattr(statement, field)]])
        if isinstance(statement, Count) and not COUNTED[group] or group in terms(statement):
            return None
        return replace(statement, **{field: group})

    def find(self, kind: str, truth: int, tries: int = 8) -> Statement | None:
        """A statement of a kind with that truth, None where none is found."""
        for _ in range(tries):
            statement = self.make(kind)
            if statement is not None and self.facts.truth(statement) == truth:
                return statement
        return None

    def make(self, kind: str) -> Statement | None:
        names = _KIND_RELATIONS.get(kind)
        return self.relation(names) if names else getattr(self, kind)()


_PLACE_OF = {"day": "day", "night": "night", "room": "indoors", "street": "street", "grass": "grass", "beach": "beach", "snow": "snow", "water": "water"}
_THEME_NAMES = {name: tuple(theme.objects) for name, theme in BY_NAME.items()}
_THEME_ACTS: dict[str, dict[str, list[tuple[str, str]]]] = {}
for _name, _theme in BY_NAME.items():
    _acts = _THEME_ACTS[_name] = {}
    for _act, _a, _b, _ in _theme.acts:
        _acts.setdefault(_ACT_RELATION[_act], []).append((_a, _b))


def _nested(a: str, b: str) -> bool:
    """One term includes the other."""
    in_a, in_b = set(_members(a)), set(_members(b))
    return bool(in_a & in_b)


def _members(term: str) -> tuple[str, ...]:
    return GROUPS[term].members if term in GROUPS else (term,)


def _styled(text: str, rng: random.Random) -> str:
    """Mostly as it is; sometimes a capital letter, sometimes a full stop."""
    roll = rng.random()
    if roll < 0.75:
        return text
    text = text[0].upper() + text[1:]
    return text + "." if roll < 0.9 else text


def ask(scene: Scene, rng: random.Random, n: int, split: str = "train", kinds: dict[str, int] = KINDS,
        twins: float | None = None, small_first: bool = False) -> list[Question]:
    """n different questions. Statements that the benchmark's rules make are left out in every split but "test".

    `kinds`: how often each kind is asked, in parts of their sum; a scene that has nothing to say of a kind skips it.
    `twins`: if given, statements of `PAIRED` kinds come in pairs, one true and one false, so that their form gives nothing
    away; that share of the false ones are twins of the true one about things in the scene (hard-negative pairs).
    `small_first`: of what is there, small things are asked about more often.
    """
    asker = Asker(scene, rng, small_first)
    questions, seen = [], set()

    def add(kind: str, statement: Statement | None, truth: int) -> bool:
        if statement is not None and split != "test" and is_withheld(statement):
            statement = asker.broader(statement)  # what is withheld of a class is asked of its groups all the more
            if statement is None or is_withheld(statement) or asker.facts.truth(statement) != truth:
                return False
        if statement is None or truth < 0 or statement in seen or len(questions) == n:
            return False
        seen.add(statement)
        questions.append(Question(_styled(say(statement, rng), rng), truth == 1, kind, list(terms(statement)), statement))
        return True

    silent = set()  # kinds of which nothing true is found
    for kind in rng.choices(tuple(kinds), tuple(kinds.values()), k=3 * n + 8):
        if len(questions) == n:
            break
        if twins is None or kind not in PAIRED:
            statement = asker.make(kind)
            add(kind, statement, -1 if statement is None else asker.facts.truth(statement))
        elif kind not in silent:
            true = asker.find(kind, 1)
            if true is None:
                silent.add(kind)
                continue
            if add(kind, true, 1):
                add(kind, (asker.twin(true, 1) if rng.random() < twins else None) or asker.find(kind, 0), 0)
    return questions


def focused(scene: Scene, rng: random.Random) -> list[Question]:
    """What the scene was arranged to decide (`Scene.focus`) and what is overturned, of classes or groups; never what is withheld.

    What is there is always true of an arrangement, so half of the time something else is asked for; and that a thing is
    overturned is asked of another kind of thing now and then.
    """
    asker, questions = Asker(scene, rng), []
    for statement in (*scene.focus, *_poses(scene, rng)):
        if isinstance(statement, Visible) and rng.random() < 0.5 or isinstance(statement, Attr) and rng.random() < 0.3:
            statement = replace(statement, term=_like(statement.term, rng))
        if is_withheld(statement) or rng.random() < 0.3:
            statement = asker.broader(statement) or statement
        truth = -1 if is_withheld(statement) else asker.facts.truth(statement)
        if truth >= 0:
            questions.append(Question(_styled(say(statement, rng), rng), truth == 1, _kind(statement), list(terms(statement)), statement))
    return questions


def _poses(scene: Scene, rng: random.Random) -> list[Statement]:
    """Of things that have a way up, that they are overturned: of all in a scene where one is, now and then of one elsewhere."""
    able = sorted({o.name for o in scene.objects if o.cls in UPRIGHT})
    turned = any(o.upside_down for o in scene.objects)
    most = MOST_POSES if turned else int(rng.random() < 0.1)
    return [Attr("upside_down", name) for name in rng.sample(able, min(len(able), most))]


def _like(term: str, rng: random.Random) -> str:
    """Another class, of the same group or about as small where there is one."""
    cls = CLASSES[INDEX[term]]
    alike = [c.name for c in CLASSES if c.name != term and (set(c.groups) & set(cls.groups) or c.size[0] == cls.size[0])]
    return pick(rng, alike or _CLASS_NAMES)


def _kind(statement: Statement) -> str:
    if isinstance(statement, Rel):
        return next(kind for kind, relations in _KIND_RELATIONS.items() if statement.rel in relations)
    return {Visible: "presence", Attr: "attribute", Between: "between", Count: "count", More: "count"}[type(statement)]


def _hard(asker: Asker, statement: Statement, kind: str) -> bool:
    """Whether every object that a statement names is in the scene (kinds where that can be asked for)."""
    if kind in ("presence", "group", "negation", "setting", "text", "count"):
        return True
    return all(asker.facts.of(t)[0] for t in terms(statement))


def ask_balanced(scene: Scene, rng: random.Random, kind: str, answer: bool, tries: int = 60, combinations: bool = False) -> Question | None:
    """One question of a kind with the given answer, or None if this scene offers none.

    False relation, attribute and between statements name only objects that are in the scene; counts are off by one or two.
    `combinations`: only statements whose objects and form never came together in training.
    """
    asker = Asker(scene, rng)
    for _ in range(tries):
        statement = asker.make(kind)
        if statement is None or (isinstance(statement, Visible) and kind == "count"):
            continue
        truth = asker.facts.truth(statement)
        kept = is_held_out(statement) if combinations else not is_withheld(statement)
        if truth != int(answer) or not kept or not (answer or _hard(asker, statement, kind)):
            continue
        return Question(_styled(say(statement, rng), rng), answer, kind, list(terms(statement)), statement)
    return None


COMBINED_KINDS = ("touches", "holds", "inside", "on_top_of", "above_below", "left_right", "next_to", "far_from", "between", "count", "attribute")


def report_questions(scenes: Callable[[int], Scene], count: int, rng: random.Random, per_kind: int = 500,
                     combinations: bool = False) -> list[tuple[int, Question]]:
    """Balanced questions over scenes 0 … count-1: per_kind of every kind, half of them true. Pairs (scene row, question).

    For one art style alone, draw the scenes with draw(seed, styles=("openmoji",)).
    """
    chosen = []
    for kind in COMBINED_KINDS if combinations else KINDS:
        for answer in (True, False):
            found, row = 0, rng.randrange(count)
            for _ in range(count * 3):
                if found == per_kind // 2:
                    break
                row = (row + 1) % count
                question = ask_balanced(scenes(row), rng, kind, answer, 12, combinations)
                if question:
                    chosen.append((row, question))
                    found += 1
    return chosen


from pictosafe.describe import caption, reason  # noqa: E402
from pictosafe.ruletext import RuleDraft, draft_rules, rule_text, rules_for  # noqa: E402
