"""Scenes built like the benchmark's: one arrangement, left as it is or undone by a small change, and bystanders.

What a question about such a scene turns on is a gap of some twenty pixels, one thing more or less, or which way up
something is. Classes are any; the statements in `Scene.focus` say what the arrangement decides.
"""

from __future__ import annotations

import random

from pictosafe.classes import CLASSES, GROUPS, INDEX
from pictosafe.draw import _CONTAINERS, _HOLDABLE, _OVERTURNED, _PEOPLE, _TINY, _VEHICLES, Canvas, Options, Piece, Planner, piece
from pictosafe.phrases import COUNTED
from pictosafe.scene import FIRE, NOT_NEXT_GAP, UPRIGHT
from pictosafe.statement import Attr, Between, Count, More, Rel, Statement, Visible
from pictosafe.themes import Theme

KINDS = {"touch": 4, "hold": 4, "inside": 6, "on_top": 10, "next": 4, "tiny": 12, "burn": 2, "overturned": 16, "several": 10, "more": 3, "middle": 12}
UNDONE = 0.5  # of the arrangements of two or three things: one is moved away
ALIKE = 0.45  # of the arrangements: more things of the kind that was placed stand about, so that one of several decides
NEARER = 12  # px by which it is moved, at least
ANY_TURNED = 0.5  # of what stands on its head or not: any class that has a way up, else a vehicle
BODIES = tuple(INDEX[name] for group in ("person", "animal") for name in GROUPS[group].members)
_TURNABLE = sorted(UPRIGHT)
SMALLEST, SMALL = 14, 26  # px of the longer side


class PairPlanner(Planner):
    """Fills a canvas with one arrangement and up to four bystanders; `focus` is what it decides."""

    def __init__(self, rng: random.Random, theme: Theme, options: Options):
        super().__init__(rng, theme, options)
        self.focus: tuple[Statement, ...] = ()
        self.placed: int | None = None  # what an arrangement put somewhere, if it did

    def fill(self) -> Canvas:
        rng = self.rng
        for _ in range(4):
            kind = rng.choices(tuple(KINDS), tuple(KINDS.values()))[0]
            self.focus = getattr(self, kind)()
            if self.focus:
                break
        if self.placed is not None and rng.random() < ALIKE:
            self.more_alike(self.canvas.pieces[self.placed].cls)
        self.count = len(self.canvas)  # sizes of bystanders follow from it
        for _ in range(rng.choice((1, 2, 2, 3, 3, 4))):
            if len(self.canvas) < 8:
                self.canvas.free(self.make(self.pick(), rng.uniform(45, 130)), gap=20)
        if not len(self.canvas):
            self.canvas.free(self.make(self.pick(), 80))
        return self.canvas

    def upright(self, cls: int, low: float, high: float) -> Piece:
        return self.make(cls, self.rng.uniform(low, high), plain=True)

    def more_alike(self, cls: int) -> None:
        """One to three more of a class, or of a group of it, apart from everything, but often beside what is arranged."""
        groups = CLASSES[cls].groups
        of_group = bool(groups) and self.rng.random() < 0.25
        size = max(self.canvas.shapes[self.placed].w, self.canvas.shapes[self.placed].h)
        for _ in range(self.rng.choice((1, 2, 2, 3))):
            other = INDEX[self.rng.choice(GROUPS[self.rng.choice(groups)].members)] if of_group else cls
            item = self.upright(other, size * 0.8, size * 1.25)
            if self.rng.random() < 0.3:
                self.canvas.next_to(item, self.rng.randrange(len(self.canvas)))
            else:
                self.canvas.free(item)

    def body_or_any(self) -> int:
        return self.rng.choice(BODIES) if self.rng.random() < 0.5 else self.pick()

    def related(self, relations: tuple[str, ...], placed: int | None, other: int) -> tuple[Statement, ...]:
        """The relations of two pieces, after one of them was moved away or not."""
        if placed is None:
            return ()
        self.placed = placed
        if self.rng.random() < UNDONE:
            self.canvas.moved_away(placed, NEARER, other, NOT_NEXT_GAP if relations[0] == "next_to" else 0)
        a, b = (CLASSES[self.canvas.pieces[i].cls].name for i in (placed, other))
        return tuple(Rel(relation, a, b) for relation in relations if a != b)

    def touch(self) -> tuple[Statement, ...]:
        other = self.canvas.free(self.upright(self.body_or_any(), 90, 190))
        if other is None:
            return ()
        return self.related(("touches", "next_to"), self.canvas.touching(self.upright(self.pick(), 50, 125), other, 0.01, 0.4, tries=10), other)

    def hold(self) -> tuple[Statement, ...]:
        rng = self.rng
        person = self.canvas.free(self.upright(rng.choice(_PEOPLE), 90, 190))
        if person is None:
            return ()
        side = rng.choice((0.0, 3.14159))
        held = self.canvas.touching(self.upright(rng.choice(_HOLDABLE), 48, 105), person, 0.03, 0.35, (side - 0.35, side + 0.35), (0.5, rng.uniform(0.5, 0.8)), tries=10)
        found = self.related(("holds", "touches"), held, person)
        return tuple(Rel("holds", s.b, s.a) if s.rel == "holds" else s for s in found)  # the person holds

    def inside(self) -> tuple[Statement, ...]:
        outer = self.canvas.free(self.upright(self.rng.choice(_CONTAINERS), 150, 218))
        if outer is None:
            return ()
        cls = self.pick()
        found = self.related(("inside", "touches"), self.canvas.inside(self.upright(cls, 30, 75), outer), outer)
        return (*found, Visible(CLASSES[cls].name)) if found else ()

    def on_top(self) -> tuple[Statement, ...]:
        rng = self.rng
        vehicle = rng.random() < 0.6
        base = self.canvas.free(self.upright(rng.choice(_VEHICLES) if vehicle else self.pick(), 110, 210))
        if base is None:
            return ()
        rider = rng.random() < 0.4
        item = self.upright(rng.choice(_PEOPLE), 80, 150) if rider else self.upright(rng.choice(_HOLDABLE) if rng.random() < 0.4 else self.pick(), 45, 95)
        return self.related(("on_top_of", "touches"), self.canvas.on_top(item, base), base)

    def next(self) -> tuple[Statement, ...]:
        other = self.canvas.free(self.upright(self.body_or_any(), 80, 180))
        if other is None:
            return ()
        return self.related(("next_to", "touches"), self.canvas.next_to(self.upright(self.pick(), 40, 110), other), other)

    def tiny(self) -> tuple[Statement, ...]:
        """Something of 14 to 26 px against, beside or far from something larger."""
        rng = self.rng
        other = self.canvas.free(self.upright(self.pick(), 60, 150))
        if other is None:
            return ()
        cls = rng.choice(_TINY) if rng.random() < 0.8 else self.pick()
        item = piece(rng, cls, rng.uniform(SMALLEST, SMALL), self.options.styles, pose="upright")
        placed = self.canvas.touching(item, other, 0.05, 0.55, tries=10) if rng.random() < 0.75 else self.canvas.next_to(item, other)
        there = (Visible(CLASSES[cls].name),)
        return there + self.related(("touches", "next_to"), placed, other) if placed is not None else ()

    def burn(self) -> tuple[Statement, ...]:
        other = self.canvas.free(self.upright(self.body_or_any(), 90, 190))
        if other is None or self.canvas.pieces[other].cls == FIRE:
            return ()
        fire = self.canvas.touching(self.upright(FIRE, 60, 130), other, 0.02, 0.5, tries=10)
        return self.related(("touches",), fire, other) + (Attr("on_fire", CLASSES[self.canvas.pieces[other].cls].name),) if fire is not None else ()

    def overturned(self) -> tuple[Statement, ...]:
        """Something on its head or not, and something else, now and then on its head itself."""
        rng = self.rng
        cls = rng.choice(_TURNABLE if rng.random() < ANY_TURNED else _OVERTURNED)
        pose = rng.choices(("upside_down", "upright", "lying"), (5, 4, 1))[0]
        turned = self.canvas.free(piece(rng, cls, rng.uniform(80, 195), self.options.styles, pose=pose))
        if turned is None:
            return ()
        asked: tuple[Statement, ...] = (Attr("upside_down", CLASSES[cls].name),)
        if rng.random() < 0.35:
            second = rng.choice(_TURNABLE)
            if self.canvas.free(piece(rng, second, rng.uniform(80, 150), self.options.styles, pose=rng.choice(("upside_down", "upright")))) is not None:
                asked += (Attr("upside_down", CLASSES[second].name),)
        beside = self.canvas.next_to(self.upright(rng.choice(_PEOPLE) if rng.random() < 0.7 else self.pick(), 75, 150), turned)
        return asked + self.related(("next_to",), beside, turned)

    def middle(self) -> tuple[Statement, ...]:
        """Three in a row, or the one between moved out of it."""
        rng, canvas = self.rng, self.canvas
        placed = canvas.row(*(self.make(self.pick(), rng.uniform(45, 100)) for _ in range(3)), gap=rng.randint(18, 60))
        if placed is None:
            return ()
        between = placed[0]
        if rng.random() < UNDONE:
            canvas.moved_away(between, rng.randint(110, 220))
        a, b, c = (CLASSES[canvas.pieces[i].cls].name for i in placed)
        return (Between(a, b, c),) if len({a, b, c}) == 3 else ()

    def several(self) -> tuple[Statement, ...]:
        """One to four of a class or of a group; of a class, sometimes one of them upon a vehicle."""
        rng, cls = self.rng, self.pick()
        groups = CLASSES[cls].groups
        name = rng.choice(groups) if groups and rng.random() < 0.4 else CLASSES[cls].name
        if not COUNTED[name]:
            return ()
        number, of_class = rng.choice((1, 2, 2, 3, 3, 4)), name == CLASSES[cls].name
        asked: tuple[Statement, ...] = (Count(">=", max(2, number + rng.choice((0, 1))), name),)
        low = rng.uniform(42, 75)
        if rng.random() < 0.35:
            base = self.canvas.free(self.upright(rng.choice(_VEHICLES), 140, 205))
            if base is not None and (top := self.canvas.on_top(self.upright(cls, 46, 90), base)) is not None:
                asked += self.related(("on_top_of",), top, base)
                number -= 1
        for _ in range(number):
            self.canvas.free(self.upright(cls if of_class else INDEX[rng.choice(GROUPS[name].members)], low, low * 1.7))
        return asked

    def more(self) -> tuple[Statement, ...]:
        rng = self.rng
        a, b = rng.sample([name for name in ("child", "adult", "animal", "weapon", "vehicle", "food", "plant", "old person", "furniture") if COUNTED[name]], 2)
        for name, number in ((a, rng.choice((1, 2, 2, 3))), (b, rng.choice((0, 1, 1, 2, 3)))):
            for _ in range(number):
                self.canvas.free(self.upright(INDEX[rng.choice(GROUPS[name].members)], 55, 120))
        return (More(a, b), More(b, a))
