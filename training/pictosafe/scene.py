"""The scene graph: objects, relations and settings, and how each relation is defined.

Every number below is in px of the 512 px image. A relation is 1 (true), 0 (false) or -1 (neither
clearly: never asked). Masks are the objects' whole (amodal) masks, boxes the tight boxes of those.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from pictosafe.classes import CLASSES, INDEX
from pictosafe.statement import Statement

SIDE = 512
RELATIONS = ("touches", "holds", "inside", "on_top_of", "above", "below", "left_of", "right_of", "next_to", "far_from")
SETTINGS = ("day", "night", "room", "street", "grass", "beach", "snow", "water")
COLOURS = ("red", "yellow", "green", "blue")

TOUCH_GAP = 3.0         # masks at most this far apart touch
APART_GAP = 16.0        # masks at least this far apart do not touch
TOUCH_OVERLAP = 0.60    # touching masks share at most this part of the smaller one
INSIDE_SHARE = 0.85     # part of the inner mask within the container's mask, at least
INSIDE_RATIO = 0.45     # inner mask area over container mask area, at most
HOLD_BAND = (0.38, 0.92)  # height of the held object's centre, from the person's top
HOLD_RATIO = 0.60       # held mask area over the person's mask area, at most
ON_FIRE_OVERLAP = 0.25  # flames cover at least this part of the object's mask
LARGE, SMALL = 0.05, 0.008           # mask area as part of the image: at least, at most
NOT_LARGE, NOT_SMALL = 0.035, 0.014
NEXT_GAP, NOT_NEXT_GAP = 30.0, 75.0  # gap between boxes
FAR_GAP, NOT_FAR_GAP = 190.0, 90.0

PEOPLE = frozenset(i for i, c in enumerate(CLASSES) if "person" in c.groups)
HOLDABLE = frozenset(i for i, c in enumerate(CLASSES) if "hold" in c.traits)
CONTAINERS = frozenset(i for i, c in enumerate(CLASSES) if "box" in c.traits)
UPRIGHT = frozenset(i for i, c in enumerate(CLASSES) if "up" in c.traits)
COLOURABLE = frozenset(i for i, c in enumerate(CLASSES) if "colour" in c.traits)
FIRE = INDEX["fire"]


@dataclass(slots=True)
class Obj:
    cls: int
    style: str
    box: tuple[int, int, int, int]
    area: int = 0                      # visible px
    mask_area: int = 0                 # px of the whole mask
    colour: str | None = None          # None: no clear colour
    size: str | None = None            # large | small | None
    upside_down: bool = False
    lying: bool = False
    on_fire: bool = False
    hidden: bool = False
    behind_grid: bool = False
    unclear: frozenset[str] = frozenset()  # attributes that are neither clearly true nor false

    @property
    def name(self) -> str:
        return CLASSES[self.cls].name


@dataclass(slots=True)
class Scene:
    seed: int
    objects: list[Obj]
    setting: str | None
    words: list[str]
    theme: str
    rel: dict[str, np.ndarray] = field(default_factory=dict)
    focus: tuple[Statement, ...] = ()  # what the scene was arranged to decide: true in it, or nearly

    def graph(self) -> dict:
        """The scene as plain data (for metadata files)."""
        return {"seed": self.seed, "theme": self.theme, "setting": self.setting, "words": list(self.words),
                "objects": [{"class": o.name, "style": o.style, "box": list(o.box), "area": o.area, "colour": o.colour,
                             "size": o.size, **{a: getattr(o, a) for a in ("upside_down", "lying", "on_fire", "hidden", "behind_grid")}}
                            for o in self.objects],
                "relations": {name: [[int(i), int(j)] for i, j in np.argwhere(matrix == 1)] for name, matrix in self.rel.items()}}


class Shape:
    """A mask at a place: what the relations are computed from. `mask` covers exactly its tight box."""

    __slots__ = ("mask", "x", "y", "w", "h", "area", "_edge")

    def __init__(self, mask: np.ndarray, x: int, y: int, area: int | None = None, edge: np.ndarray | None = None):
        self.mask, self.x, self.y = mask, x, y
        self.h, self.w = mask.shape
        self.area = int(mask.sum()) if area is None else area
        self._edge = edge

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.x, self.y, self.x + self.w, self.y + self.h

    def at(self, x: int, y: int) -> "Shape":
        self.edge  # computed once for all places
        return Shape(self.mask, x, y, self.area, self._edge)

    @property
    def edge(self) -> np.ndarray:
        """Coordinates (y, x) of the mask's border pixels, relative to its box, float32."""
        if self._edge is None:
            m = np.zeros((self.h + 2, self.w + 2), bool)
            m[1:-1, 1:-1] = self.mask
            inner = m[:-2, 1:-1] & m[2:, 1:-1] & m[1:-1, :-2] & m[1:-1, 2:]
            self._edge = np.argwhere(self.mask & ~inner).astype(np.float32)
        return self._edge


def box_gap(a: tuple, b: tuple) -> float:
    """Distance between two boxes, 0 where they meet."""
    dx = max(b[0] - a[2], a[0] - b[2], 0)
    dy = max(b[1] - a[3], a[1] - b[3], 0)
    return float((dx * dx + dy * dy) ** 0.5)


def overlap(a: Shape, b: Shape) -> int:
    """Pixels that both masks cover."""
    x0, y0, x1, y1 = max(a.x, b.x), max(a.y, b.y), min(a.x + a.w, b.x + b.w), min(a.y + a.h, b.y + b.h)
    if x0 >= x1 or y0 >= y1:
        return 0
    return int(np.count_nonzero(a.mask[y0 - a.y:y1 - a.y, x0 - a.x:x1 - a.x] & b.mask[y0 - b.y:y1 - b.y, x0 - b.x:x1 - b.x]))


def mask_gap(a: Shape, b: Shape, limit: float = APART_GAP + 2) -> float:
    """Distance between the nearest border pixels of two masks that do not overlap; `limit` if it is more."""
    if box_gap(a.box, b.box) >= limit:
        return limit
    def near(p: Shape, q: Shape) -> np.ndarray:
        e = p.edge + np.array((p.y, p.x), np.float32)
        return e[(e[:, 0] >= q.y - limit) & (e[:, 0] <= q.y + q.h + limit) & (e[:, 1] >= q.x - limit) & (e[:, 1] <= q.x + q.w + limit)]
    p, q = near(a, b), near(b, a)
    if not len(p) or not len(q):
        return limit
    d = ((p[:, None, 0] - q[None, :, 0]) ** 2 + (p[:, None, 1] - q[None, :, 1]) ** 2).min()
    return min(limit, float(d) ** 0.5 - 1)


def contact(a: Shape, b: Shape) -> tuple[int, float]:
    """(touches, overlap as part of the smaller mask)."""
    if box_gap(a.box, b.box) >= APART_GAP:
        return 0, 0.0
    shared = overlap(a, b) / min(a.area, b.area)
    if shared > 0:
        return (1 if shared <= TOUCH_OVERLAP else -1), shared
    gap = mask_gap(a, b)
    return (1 if gap <= TOUCH_GAP else 0 if gap >= APART_GAP else -1), 0.0


def relate(objects: list[Obj], shapes: list[Shape], layers: list[int]) -> dict[str, np.ndarray]:
    """All relations of a scene and each object's on_fire. `layers[i]` is i's place in the drawing order."""
    n = len(objects)
    rel = {name: np.zeros((n, n), np.int8) for name in RELATIONS}
    touches, holds, inside, on_top = rel["touches"], rel["holds"], rel["inside"], rel["on_top_of"]
    for i, j in combinations(range(n), 2):
        a, b = shapes[i], shapes[j]
        state, shared = contact(a, b)
        touches[i, j] = touches[j, i] = state
        pixels = shared * min(a.area, b.area)
        for p, q, s, t in ((i, j, a, b), (j, i, b, a)):
            holds[p, q] = _holds(objects[p], objects[q], s, t, state)
            inside[p, q] = _inside(objects[p], objects[q], s, t, pixels, layers[p] > layers[q])
            on_top[p, q] = _on_top(s, t, state, shared)
            above, left = _above(s, t), _left(s, t)
            rel["above"][p, q], rel["below"][q, p] = above, above
            rel["left_of"][p, q], rel["right_of"][q, p] = left, left
        gap = box_gap(a.box, b.box)
        rel["next_to"][i, j] = rel["next_to"][j, i] = _next_to(a, b, gap, shared)
        rel["far_from"][i, j] = rel["far_from"][j, i] = 1 if gap >= FAR_GAP else 0 if gap <= NOT_FAR_GAP else -1
        for p, q, s in ((i, j, a), (j, i, b)):
            if objects[q].cls == FIRE and objects[p].cls != FIRE and pixels:
                part = pixels / s.area
                if part >= ON_FIRE_OVERLAP:
                    objects[p].on_fire = True
                elif part > 0.08 and not objects[p].on_fire:
                    objects[p].unclear |= {"on_fire"}
    return rel


def _holds(person: Obj, thing: Obj, a: Shape, b: Shape, touching: int) -> int:
    """A person holds a small object: it touches the person at hand height."""
    if person.cls not in PEOPLE or thing.cls not in HOLDABLE or touching == 0:
        return 0
    if touching != 1 or b.area > HOLD_RATIO * a.area or person.lying or person.upside_down:
        return -1
    height = (b.y + b.h / 2 - a.y) / a.h
    if HOLD_BAND[0] <= height <= HOLD_BAND[1]:
        return 1
    return 0 if height < 0.05 or height > 1.1 else -1


def _inside(inner: Obj, outer: Obj, a: Shape, b: Shape, pixels: float, in_front: bool) -> int:
    """The inner object lies within the mask of a container and is drawn in front of it."""
    part = pixels / a.area
    if part < 0.1:
        return 0
    if outer.cls in CONTAINERS and part >= INSIDE_SHARE and a.area <= INSIDE_RATIO * b.area and in_front:
        return 1
    return 0 if part < 0.35 else -1


def _on_top(a: Shape, b: Shape, touching: int, shared: float) -> int:
    """a stands on b: it touches b, its foot is near b's top and its middle is over b."""
    if touching == 0 or a.y + a.h / 2 >= b.y + b.h / 2:
        return 0
    foot = (a.y + a.h - b.y) / b.h
    middle = a.x + a.w / 2
    if touching == 1 and -0.1 <= foot <= 0.35 and b.x + 0.1 * b.w <= middle <= b.x + 0.9 * b.w and shared <= 0.35:
        return 1
    return -1


def _above(a: Shape, b: Shape) -> int:
    """a's centre is higher, at most 45 degrees to the side, and the boxes hardly share rows."""
    dy = b.y + b.h / 2 - a.y - a.h / 2
    dx = abs(b.x + b.w / 2 - a.x - a.w / 2)
    if dy > 0 and a.y + a.h <= b.y + 0.25 * min(a.h, b.h) and dx <= dy:
        return 1
    return 0 if dy <= 8 else -1


def _left(a: Shape, b: Shape) -> int:
    dx = b.x + b.w / 2 - a.x - a.w / 2
    dy = abs(b.y + b.h / 2 - a.y - a.h / 2)
    if dx > 0 and a.x + a.w <= b.x + 0.25 * min(a.w, b.w) and dy <= dx:
        return 1
    return 0 if dx <= 8 else -1


def _next_to(a: Shape, b: Shape, gap: float, shared: float) -> int:
    """Side by side: at most NEXT_GAP between the boxes, and half of the smaller height shared."""
    rows = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    columns = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    if gap <= NEXT_GAP and rows >= 0.5 * min(a.h, b.h) and columns <= 0.4 * min(a.w, b.w) and shared <= 0.2:
        return 1
    return 0 if gap >= NOT_NEXT_GAP else -1


def between(a: Obj, b: Obj, c: Obj) -> int:
    """a's centre projects on the middle of the line from b to c and is near that line; no box covers another's centre."""
    (ax, ay), (bx, by), (cx, cy) = (((o.box[0] + o.box[2]) / 2, (o.box[1] + o.box[3]) / 2) for o in (a, b, c))
    dx, dy = cx - bx, cy - by
    length2 = dx * dx + dy * dy
    if length2 < 80 * 80:
        return -1
    along = ((ax - bx) * dx + (ay - by) * dy) / length2
    aside = abs((ax - bx) * dy - (ay - by) * dx) / length2
    if 0.25 <= along <= 0.75 and aside <= 0.25:
        return 1
    return 0 if along <= 0.05 or along >= 0.95 or aside >= 0.6 else -1


def size_of(obj: Obj) -> None:
    part = obj.mask_area / (SIDE * SIDE)
    if part >= LARGE:
        obj.size = "large"
    elif part <= SMALL:
        obj.size = "small"
    if NOT_LARGE < part < LARGE:
        obj.unclear |= {"large"}
    if SMALL < part < NOT_SMALL:
        obj.unclear |= {"small"}
