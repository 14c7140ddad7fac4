"""What is true in a scene: 1 true, 0 false, -1 not clear (never asked)."""
from __future__ import annotations


from collections.abc import Iterable

from pictosafe.classes import CLASSES, GROUPS, INDEX
from pictosafe.scene import COLOURABLE, COLOURS, Scene, between
from pictosafe.statement import Attr, Between, Count, More, Not, Place, Rel, Statement, Visible, Word

PLACE_TRUTH = {  # place -> setting -> truth, 0 where not listed
    "indoors": {"room": 1},
    "outdoors": {"day": 1, "night": 1, "street": 1, "grass": 1, "beach": 1, "snow": 1, "water": 1},
    "day": {"day": 1, "street": -1, "grass": -1, "beach": -1, "snow": -1, "water": -1},
    "night": {"night": 1},
    "street": {"street": 1},
    "grass": {"grass": 1},
    "beach": {"beach": 1},
    "snow": {"snow": 1},
    "water": {"water": 1, "beach": -1},
}
BARELY = 0.25  # an object of which less is seen is not clearly there


def _membership() -> dict[str, tuple[frozenset[int], frozenset[int]]]:
    """term -> (classes that are one, classes that may count as one)."""
    table = {c.name: (frozenset((i,)), frozenset(INDEX[u] for u in c.unclear_with)) for i, c in enumerate(CLASSES)}
    for name, group in GROUPS.items():
        members = frozenset(INDEX[m] for m in group.members)
        unclear = frozenset(INDEX[m] for m in group.unclear)
        drawn_in = frozenset(INDEX[u] for m in group.members for u in CLASSES[INDEX[m]].unclear_with) - members
        table[name] = (members, unclear | drawn_in)
    return table


MEMBERS = _membership()


class Facts:
    """A scene prepared for many statements."""

    def __init__(self, scene: Scene):
        self.scene = scene
        self.rel = {name: matrix.tolist() for name, matrix in scene.rel.items()}
        self._of: dict[str, tuple[list[int], list[int]]] = {}
        self._seen = [(o.cls, o.area >= BARELY * o.mask_area) for o in scene.objects]

    def of(self, term: str) -> tuple[list[int], list[int]]:
        """Indices of the objects that are a term, and of those that may be one."""
        found = self._of.get(term)
        if found is None:
            members, unclear = MEMBERS[term]
            sure, perhaps = [], []
            for i, (cls, seen) in enumerate(self._seen):
                if cls in members:
                    (sure if seen else perhaps).append(i)
                elif cls in unclear:
                    perhaps.append(i)
            found = self._of[term] = (sure, perhaps)
        return found

    def truth(self, statement: Statement) -> int:
        return _TRUTH[type(statement)](self, statement)

    def visible(self, term: str) -> int:
        sure, perhaps = self.of(term)
        return 1 if sure else -1 if perhaps else 0

    def count(self, op: str, n: int, term: str) -> int:
        sure, perhaps = self.of(term)
        first = _compare(op, len(sure), n)
        return first if all(_compare(op, len(sure) + k, n) == first for k in range(1, len(perhaps) + 1)) else -1

    def more(self, a: str, b: str) -> int:
        (sure_a, perhaps_a), (sure_b, perhaps_b) = self.of(a), self.of(b)
        if len(sure_a) > len(sure_b) + len(perhaps_b):
            return 1
        return 0 if len(sure_a) + len(perhaps_a) <= len(sure_b) else -1

    def place(self, name: str) -> int:
        return PLACE_TRUTH[name].get(self.scene.setting, 0)

    def negated(self, statement: Statement) -> int:
        value = self.truth(statement)
        return value if value < 0 else 1 - value

    def relation(self, rel: str, a: str, b: str) -> int:
        matrix = self.rel[rel]
        (sure_a, perhaps_a), (sure_b, perhaps_b) = self.of(a), self.of(b)
        result = 0
        for i in sure_a:
            row = matrix[i]
            for j in sure_b:
                if i != j:
                    if row[j] == 1:
                        return 1
                    if row[j]:
                        result = -1
        if result == 0 and (perhaps_a or perhaps_b):
            for i in sure_a + perhaps_a:
                for j in sure_b + perhaps_b:
                    if i != j and matrix[i][j]:
                        return -1
        return result

    def between(self, a: str, b: str, c: str) -> int:
        sets = [self.of(t) for t in (a, b, c)]
        result = 0
        objects = self.scene.objects
        for i in sets[0][0] + sets[0][1]:
            for j in sets[1][0] + sets[1][1]:
                for k in sets[2][0] + sets[2][1]:
                    if i == j or j == k or i == k:
                        continue
                    value = between(objects[i], objects[j], objects[k])
                    if value and (i in sets[0][1] or j in sets[1][1] or k in sets[2][1]):
                        value = -1
                    if value == 1:
                        return 1
                    if value:
                        result = -1
        return result

    def has(self, i: int, attr: str) -> int:
        obj = self.scene.objects[i]
        if attr in COLOURS:
            if obj.cls not in COLOURABLE or "colour" in obj.unclear:
                return -1
            return int(obj.colour == attr)
        if attr in obj.unclear:
            return -1
        if attr in ("large", "small"):
            return int(obj.size == attr)
        return int(getattr(obj, attr))

    def attribute(self, attr: str, term: str) -> int:
        sure, perhaps = self.of(term)
        result = 0
        for i in sure:
            value = self.has(i, attr)
            if value == 1:
                return 1
            if value:
                result = -1
        return -1 if any(self.has(i, attr) for i in perhaps) else result

    def word(self, text: str) -> int:
        words = self.scene.words
        if text in words:
            return 1
        parts = [p for w in words for p in w.split()]
        if any(text in w for w in words) or text in parts or (text == "taxi" and self.of("car")[0]):
            return -1
        return 0

    def present(self) -> list[int]:
        return [i for i, (_, seen) in enumerate(self._seen) if seen]


def _compare(op: str, count: int, n: int) -> int:
    return int(count >= n if op == ">=" else count <= n if op == "<=" else count == n if op == "==" else count > n if op == ">" else count < n)


_TRUTH = {
    Visible: lambda f, s: f.visible(s.term),
    Rel: lambda f, s: f.relation(s.rel, s.a, s.b),
    Count: lambda f, s: f.count(s.op, s.n, s.term),
    More: lambda f, s: f.more(s.a, s.b),
    Attr: lambda f, s: f.attribute(s.attr, s.term),
    Between: lambda f, s: f.between(s.a, s.b, s.c),
    Place: lambda f, s: f.place(s.name),
    Word: lambda f, s: f.word(s.text),
    Not: lambda f, s: f.negated(s.of),
}


def frequency(statement: Statement, scenes: Iterable[Scene]) -> float:
    """How often a statement is true among the scenes where it is clear: what a prior should know."""
    values = [v for v in (Facts(scene).truth(statement) for scene in scenes) if v >= 0]
    return sum(values) / len(values) if values else float("nan")
