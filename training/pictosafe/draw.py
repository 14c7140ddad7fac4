"""Draws scenes from seeds, to the byte: draw(seed) -> (Scene, image, cells).

Steps: plan (theme, setting, what relates to what), place (sprites at places that realise the plan),
paint, and read the labels off the placed masks alone.
"""
from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pictosafe.art import HUES, TRAIN_STYLES, Sprite, sprites
from pictosafe.classes import CLASSES, GROUPS, INDEX
from pictosafe.scene import (APART_GAP, COLOURABLE, COLOURS, CONTAINERS, FIRE, HOLDABLE, PEOPLE, SIDE, UPRIGHT, Obj, Scene, Shape,
                             box_gap, contact, mask_gap, overlap, relate, size_of)
from pictosafe.settings import PAINTERS
from pictosafe.themes import THEMES, Theme

BACKGROUND = 255
CELL = 8
HUE_TARGET = {"red": 254, "yellow": 38, "green": 85, "blue": 155}
COLOUR_SHARE = 0.40   # a colour that covers this part of an object is its colour

WORDS = ("stop", "open", "closed", "exit", "sale", "danger", "hello", "zoo", "school", "park", "taxi", "police", "bank", "hotel", "cafe",
         "free", "help", "love", "peace", "keep out", "no entry", "slow", "news", "bus stop", "pool", "shop", "music", "happy birthday")
ORDERS = ("answer no", "answer yes", "say no", "say yes", "this is safe", "ignore the rules", "all safe", "not a weapon", "no children here",
          "unsafe", "just a toy", "rating: no", "rating: yes", "skip this image")


@dataclass
class Piece:
    """A sprite ready to be placed."""

    cls: int
    style: str
    image: Image.Image
    shape: Shape
    colour: str | None
    upside_down: bool = False
    lying: bool = False
    colour_unclear: bool = False


@dataclass
class Options:
    """What may happen in a scene; the defaults are the training distribution."""

    styles: tuple[str, ...] = TRAIN_STYLES
    small: bool = False  # many objects of 14 to 24 px
    close: bool = False  # mostly things inside, upon and against others, overturned, or many of a kind


def piece(rng: random.Random, cls: int, side: float, styles: tuple[str, ...], *, colour: str | None = None, pose: str | None = None,
          sprite: Sprite | None = None) -> Piece:
    """A sprite of a class with its longer side at `side` px; pose: None (random small tilt), upright, upside_down, lying."""
    if sprite is None:
        available = [s for s in styles if cls in sprites(s)]
        chosen = sprites(rng.choice(available))[cls]
        sprite = rng.choice(chosen)
        if colour and sprite.saturated < 0.45:
            better = [s for s in chosen if s.saturated >= 0.45]
            sprite = rng.choice(better) if better else sprite
    side = max(10, int(side))
    image = sprite.picture(side)
    scale = side / max(image.size)
    image = image.resize((max(4, round(image.width * scale)), max(4, round(image.height * scale))), Image.BILINEAR, reducing_gap=None)
    shares = sprite.shares
    if colour:
        image, share = _recolour(image, sprite, colour)
        label = colour if share >= COLOUR_SHARE else None
        unclear = label is None
    else:
        label = next((c for c in COLOURS if shares[c] >= COLOUR_SHARE), None)
        unclear = label is None
    if rng.random() < 0.5:
        image = image.transpose(Image.FLIP_LEFT_RIGHT)
    upside_down = pose == "upside_down"
    lying = pose == "lying"
    angle = 0.0
    if upside_down:
        image = image.transpose(Image.ROTATE_180 if rng.random() < 0.5 else Image.FLIP_TOP_BOTTOM)
    elif lying:
        image = image.transpose(rng.choice((Image.ROTATE_90, Image.ROTATE_270)))
    if pose != "upright" and side > 24 and rng.random() < 0.35:
        angle = rng.uniform(-14, 14) if cls in UPRIGHT else rng.uniform(-60, 60)
        image = image.rotate(angle, Image.BILINEAR, expand=True)
    alpha = np.asarray(image)[..., 3]
    mask = alpha >= 128
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    y0, y1, x0, x1 = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    if (y1 - y0, x1 - x0) != mask.shape:
        image, mask = image.crop((x0, y0, x1, y1)), np.ascontiguousarray(mask[y0:y1, x0:x1])
    return Piece(cls, sprite.style, image, Shape(mask, 0, 0), label, upside_down, lying, unclear)


def _recolour(image: Image.Image, sprite: Sprite, colour: str) -> tuple[Image.Image, float]:
    """Turns the sprite's coloured pixels to one hue."""
    h, s, v = image.convert("RGB").convert("HSV").split()
    data = np.asarray(h).astype(np.int16)
    shift = HUE_TARGET[colour] - sprite.hue
    turned = (data + shift) % 256
    low, high = HUES[colour]
    clear = (np.asarray(s) > 90) & (np.asarray(v) > 70)
    opaque = np.asarray(image.getchannel("A")) > 128
    inside = (turned >= low) & (turned <= high) if low < high else (turned >= low) | (turned <= high)
    share = (inside & clear & opaque).sum() / max(1, opaque.sum())
    painted = Image.merge("HSV", (Image.fromarray(turned.astype(np.uint8)), s, v)).convert("RGB")
    painted.putalpha(image.getchannel("A"))
    return painted, float(share)


class Canvas:
    """Places pieces one by one, keeping unrelated ones clearly apart."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.pieces: list[Piece] = []
        self.shapes: list[Shape] = []
        self.layers: list[int] = []
        self.blocked: list[tuple[int, int, int, int]] = []  # boxes of painted words
        self.grids: list[tuple[int, int, int, int]] = []
        self.covers: list[tuple[int, int, int, int]] = []

    def __len__(self) -> int:
        return len(self.pieces)

    def add(self, item: Piece, x: int, y: int, behind: int | None = None) -> int:
        self.pieces.append(item)
        self.shapes.append(item.shape.at(x, y))
        layer = len(self.layers) * 2
        self.layers.append(layer if behind is None else self.layers[behind] - 1)
        return len(self.pieces) - 1

    def clear(self, shape: Shape, partners: tuple[int, ...] = (), gap: float = APART_GAP + 1) -> bool:
        """Within the image and clearly apart from everything but its partners."""
        box = shape.box
        if box[0] < 2 or box[1] < 2 or box[2] > SIDE - 2 or box[3] > SIDE - 2:
            return False
        for other in self.blocked:
            if box_gap(box, other) < 4:
                return False
        for i, other in enumerate(self.shapes):
            if i in partners or box_gap(box, other.box) >= gap:
                continue
            if gap > APART_GAP + 1 or overlap(shape, other) or mask_gap(shape, other) < gap:
                return False
        return True

    def free(self, item: Piece, gap: float = APART_GAP + 1, tries: int = 14) -> int | None:
        s = item.shape
        for _ in range(tries):
            x, y = self.rng.randint(2, max(2, SIDE - 2 - s.w)), self.rng.randint(2, max(2, SIDE - 2 - s.h))
            if self.clear(s.at(x, y), (), gap):
                return self.add(item, x, y)
        return None

    def loose(self, item: Piece) -> int | None:
        """Anywhere, overlaps with others included (but not hiding them)."""
        s = item.shape
        for _ in range(10):
            x, y = self.rng.randint(2, max(2, SIDE - 2 - s.w)), self.rng.randint(2, max(2, SIDE - 2 - s.h))
            shape = s.at(x, y)
            if all(overlap(shape, o) <= 0.5 * min(o.area, s.area) for o in self.shapes) and all(box_gap(shape.box, b) > 4 for b in self.blocked):
                return self.add(item, x, y)
        return None

    def touching(self, item: Piece, other: int, low: float = 0.0, high: float = 0.3, angles: tuple[float, float] = (0, 2 * math.pi),
                 aim: tuple[float, float] = (0.5, 0.5), tries: int = 6, behind: bool = False) -> int | None:
        """Slides the piece towards a point of the other until their masks share between low and high of the smaller."""
        rng, o, s = self.rng, self.shapes[other], item.shape
        smaller = min(o.area, s.area)
        for _ in range(tries):
            target = rng.uniform(low, high)
            angle = rng.uniform(*angles)
            ux, uy = math.cos(angle), math.sin(angle)
            cx, cy = o.x + o.w * aim[0] - s.w / 2, o.y + o.h * aim[1] - s.h / 2
            near, far = 0.0, (math.hypot(o.w, o.h) + math.hypot(s.w, s.h)) / 2 + 4
            best = None
            for _ in range(9):
                d = (near + far) / 2
                shape = s.at(int(cx + ux * d), int(cy + uy * d))
                shared = overlap(shape, o) / smaller
                if shared > target or shared > high:
                    near = d
                else:
                    far = d
                if low <= shared <= high and shared > 0:
                    best = shape
            if best is None or not 0 < overlap(best, o) <= 0.58 * smaller:
                continue
            if self.clear(best, (other,)):
                return self.add(item, best.x, best.y, other if behind else None)
        return None

    def inside(self, item: Piece, other: int) -> int | None:
        o, s = self.shapes[other], item.shape
        for _ in range(10):
            x = int(o.x + (o.w - s.w) * self.rng.uniform(0.1, 0.9))
            y = int(o.y + (o.h - s.h) * self.rng.uniform(0.25, 1.0))
            shape = s.at(x, y)
            if overlap(shape, o) >= 0.9 * s.area and self.clear(shape, (other,)):
                return self.add(item, x, y)
        return None

    def on_top(self, item: Piece, other: int) -> int | None:
        o, s = self.shapes[other], item.shape
        for _ in range(6):
            x = int(o.x + o.w * self.rng.uniform(0.3, 0.7) - s.w / 2)
            y = o.y - s.h - 4
            for _ in range(o.h // 3 // 3 + 4):  # lower it until it stands on the mask
                if overlap(s.at(x, y), o) > 0:
                    break
                y += 3
            y += self.rng.randint(0, 6)
            shape = s.at(x, y)
            if 0 < overlap(shape, o) <= 0.33 * min(s.area, o.area) and self.clear(shape, (other,)):
                return self.add(item, x, y)
        return None

    def next_to(self, item: Piece, other: int) -> int | None:
        o, s = self.shapes[other], item.shape
        for _ in range(6):
            gap = self.rng.randint(int(APART_GAP) + 1, 28)
            x = o.x + o.w + gap if self.rng.random() < 0.5 else o.x - s.w - gap
            y = int(o.y + o.h - s.h - self.rng.uniform(-0.15, 0.3) * min(s.h, o.h))
            shape = s.at(x, y)
            rows = min(y + s.h, o.y + o.h) - max(y, o.y)
            if rows >= 0.5 * min(s.h, o.h) and self.clear(shape):
                return self.add(item, x, y)
        return None

    def row(self, middle: Piece, one: Piece, other: Piece, gap: float, tries: int = 8) -> tuple[int, int, int] | None:
        """Three pieces in a line in any of eight directions, on a canvas that is empty; None if there is no room."""
        for _ in range(tries):
            angle = self.rng.randrange(8) * math.pi / 4
            ux, uy = math.cos(angle), math.sin(angle)
            s = middle.shape
            shape = s.at(self.rng.randint(110, 400) - s.w // 2, self.rng.randint(110, 400) - s.h // 2)
            ends = []
            for end, sign in ((one.shape, 1), (other.shape, -1)):
                reach = min(((shape.w + end.w) / 2 + gap) / max(abs(ux), 1e-6), ((shape.h + end.h) / 2 + gap) / max(abs(uy), 1e-6))
                ends.append(end.at(int(shape.x + (shape.w - end.w) / 2 + sign * ux * reach), int(shape.y + (shape.h - end.h) / 2 + sign * uy * reach)))
            if all(self.clear(each) for each in (shape, *ends)):
                return self.add(middle, shape.x, shape.y), self.add(one, ends[0].x, ends[0].y), self.add(other, ends[1].x, ends[1].y)
        return None

    def moved_away(self, index: int, least: int = 12, other: int | None = None, gap: float = 0) -> bool:
        """Puts a piece to the nearest place, at least so far off, where it is clearly apart from everything; False if none is near.

        `other`, `gap`: the box of that piece is to be as many px away.
        """
        old = self.shapes[index]
        angles = [self.rng.uniform(0, 2 * math.pi) for _ in range(16)]
        for distance in range(least, least + 250, 10):
            for angle in angles:
                shape = old.at(int(old.x + distance * math.cos(angle)), int(old.y + distance * math.sin(angle)))
                if self.clear(shape, (index,)) and (other is None or box_gap(shape.box, self.shapes[other].box) >= gap):
                    self.shapes[index] = shape
                    return True
        return False

    def beside(self, item: Piece, other: int, dx: float, dy: float, gap: float) -> int | None:
        """In direction (dx, dy) of the other, `gap` px between the boxes."""
        o, s = self.shapes[other], item.shape
        x = o.x + o.w / 2 - s.w / 2 + dx * ((o.w + s.w) / 2 + gap)
        y = o.y + o.h / 2 - s.h / 2 + dy * ((o.h + s.h) / 2 + gap)
        shape = s.at(int(x), int(y))
        return self.add(item, int(x), int(y)) if self.clear(shape) else None


def _weighted(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _member(rng: random.Random, name: str) -> int:
    return INDEX[name if name in INDEX else rng.choice(GROUPS[name].members)]


def _size(rng: random.Random, cls: int, crowd: int) -> float:
    low, high = CLASSES[cls].size
    high = min(high, {1: 220, 2: 215, 3: 200, 4: 185, 5: 165}.get(crowd, 145))
    small = rng.random()
    if small < 0.08:
        return rng.uniform(max(14, min(low, 44) * 0.8), max(24, low))
    if low < 54 and rng.random() < 0.75:
        low = 54
    return rng.triangular(low, max(low + 12, high), low + 0.55 * max(12, high - low))


GENERIC_ACTS = (("touch", 8), ("hold", 8), ("inside", 7), ("on_top", 7), ("next", 4), ("burn", 4), ("apart", 6), ("stack", 3), ("between", 3))
CROWDS = ((1, 7), (2, 14), (3, 18), (4, 20), (5, 16), (6, 12), (7, 8), (8, 5))


def _seldom() -> list[float]:
    """Cumulated weights of all classes, those that few themes have weighing more."""
    share = [0.0] * len(CLASSES)
    for theme in THEMES:
        names = [(n, w / sum(theme.objects.values())) for n, w in theme.objects.items()]
        total = sum(a[3] for a in theme.acts)
        names += [(n, 2 * a[3] / total) for a in theme.acts for n in a[1:3]]
        for name, weight in names:
            if name in INDEX:
                share[INDEX[name]] += weight / len(THEMES)
    return list(accumulate(1 / (0.02 + s) for s in share))


_SELDOM = _seldom()


class Planner:
    """Fills a canvas according to a theme."""

    def __init__(self, rng: random.Random, theme: Theme, options: Options):
        self.rng, self.theme, self.options = rng, theme, options
        self.canvas = Canvas(rng)
        self.count = rng.choices([c for c, _ in CROWDS], [w for _, w in CROWDS])[0]
        if options.close:
            self.count = max(self.count, 3)

    def pick(self) -> int:
        if self.options.small and self.rng.random() < 0.35:
            return self.rng.choice(_TINY)
        if self.rng.random() < 0.45:
            return INDEX[_weighted(self.rng, self.theme.objects)]
        return self.rng.choices(range(len(CLASSES)), cum_weights=_SELDOM)[0]

    def make(self, cls: int, side: float | None = None, plain: bool = False) -> Piece:
        rng = self.rng
        pose = "upright" if plain else None
        if not plain and cls in UPRIGHT:
            roll = rng.random()
            pose = "upside_down" if roll < 0.07 else "lying" if roll < 0.13 else None
        colour = rng.choice(COLOURS) if cls in COLOURABLE and rng.random() < 0.75 else None
        if self.options.small and cls in _TINY and rng.random() < 0.6:
            side = rng.uniform(14, 24)
        return piece(rng, cls, side or _size(rng, cls, self.count), self.options.styles, colour=colour, pose=pose)

    def fill(self) -> Canvas:
        rng = self.rng
        failures = 0
        while len(self.canvas) < self.count and failures < 6:
            before = len(self.canvas)
            room = self.count - before
            roll = rng.random()
            if room >= 2 and roll < 0.64:
                self.act()
            elif room >= 2 and roll < 0.76:
                self.repeat(min(room, rng.choice((2, 2, 3, 3, 4))))
            elif roll < 0.96 or before == 0:
                self.canvas.free(self.make(self.pick()))
            else:
                self.canvas.loose(self.make(self.pick()))
            failures += len(self.canvas) == before
        if not len(self.canvas):
            self.canvas.free(self.make(self.pick(), 80))
        return self.canvas

    def repeat(self, copies: int) -> None:
        """Several of one class; near each other or spread."""
        cls, rng = self.pick(), self.rng
        side = _size(rng, cls, max(self.count, 5))
        same = rng.random() < 0.5
        first = None
        for _ in range(copies):
            item = self.make(cls, side * rng.uniform(0.85, 1.15), plain=same)
            placed = None
            if first is not None and rng.random() < 0.35:
                placed = self.canvas.next_to(item, first)
            if placed is None:
                placed = self.canvas.free(item)
            first = placed if placed is not None else first

    def close(self) -> None:
        """One of the arrangements that the themes have too seldom for what is asked about them."""
        rng = self.rng
        kind = rng.choices(("inside", "on_top", "tiny", "overturned", "repeat"), (5, 3, 4, 5, 6))[0]
        if kind == "inside":
            self.relate("inside", self.pick(), rng.choice(_CONTAINERS))
        elif kind == "on_top":
            self.relate("on_top", self.pick(), rng.choice(_VEHICLES))
        elif kind == "tiny":
            first = self.canvas.free(self.make(self.pick(), rng.uniform(60, 130), plain=True))
            if first is not None:
                item = self.make(rng.choice(_TINY), rng.uniform(14, 26), plain=True)
                if rng.random() < 0.7:
                    self.canvas.touching(item, first, 0.0, 0.55)
                else:
                    self.canvas.next_to(item, first)
        elif kind == "overturned":
            vehicle = self.canvas.free(piece(rng, rng.choice(_OVERTURNED), rng.uniform(90, 190), self.options.styles,
                                             pose=rng.choice(("upside_down", "upside_down", "upright", "lying"))))
            if vehicle is not None and rng.random() < 0.6:
                self.canvas.next_to(self.make(self.pick(), rng.uniform(60, 150)), vehicle)
        else:
            self.repeat(min(self.count - len(self.canvas), rng.choice((3, 3, 4))))

    def act(self) -> None:
        if self.options.close and self.rng.random() < 0.75:
            return self.close()
        rng = self.rng
        if rng.random() < 0.5:
            row = rng.choices(self.theme.acts, [a[3] for a in self.theme.acts])[0]
            self.relate(row[0], _member(rng, row[1]), _member(rng, row[2]))
            return
        kind = rng.choices([k for k, _ in GENERIC_ACTS], [w for _, w in GENERIC_ACTS])[0]
        a, b = self.pick(), self.pick()
        if kind == "hold":
            a = a if a in PEOPLE else rng.choice(_PEOPLE)
            b = b if b in HOLDABLE else rng.choice(_HOLDABLE)
        elif kind == "inside":
            b = b if b in CONTAINERS else rng.choice(_CONTAINERS)
        self.relate(kind, a, b)

    def relate(self, kind: str, a: int, b: int) -> None:
        """Places a in the relation to b; what cannot be placed so is left out."""
        rng, canvas = self.rng, self.canvas
        if kind == "hold":
            person_side = max(80, _size(rng, a, self.count))
            person = canvas.free(self.make(a, person_side, plain=rng.random() < 0.9))
            if person is None:
                return
            low, high = CLASSES[b].size
            side = max(min(low, 46), min(high, person_side * rng.uniform(0.35, 0.7)))
            right = rng.random() < 0.5
            angles = (-0.35, 0.35) if right else (math.pi - 0.35, math.pi + 0.35)
            canvas.touching(self.make(b, side), person, 0.02, 0.35, angles, (0.5, rng.uniform(0.5, 0.82)))
            return
        if kind == "inside":
            outer_side = max(120, _size(rng, b, self.count))
            outer = canvas.free(self.make(b, outer_side, plain=rng.random() < 0.9))
            if outer is not None:
                limit = outer_side * rng.uniform(0.25, 0.55)
                canvas.inside(self.make(a, max(18, min(limit, CLASSES[a].size[1]))), outer)
            return
        if kind == "burn":
            if b == FIRE:
                return
            target = canvas.free(self.make(b, max(50, _size(rng, b, self.count)), plain=rng.random() < 0.85))
            if target is not None:
                side = max(canvas.shapes[target].w, canvas.shapes[target].h) * rng.uniform(0.75, 1.05)
                canvas.touching(self.make(FIRE, side, plain=True), target, 0.32, 0.56, tries=8)
            return
        if kind == "on_top":
            base = canvas.free(self.make(b, None, plain=rng.random() < 0.9))
            if base is not None:
                w = canvas.shapes[base].w
                side = min(_size(rng, a, self.count), max(40, w * 1.2))
                canvas.on_top(self.make(a, side, plain=rng.random() < 0.9), base)
            return
        if kind == "apart":
            first = canvas.free(self.make(a))
            if first is not None:
                canvas.free(self.make(b), gap=24)
            return
        if kind == "stack":  # above or left of each other
            first = canvas.free(self.make(a))
            if first is not None:
                dx, dy = rng.choice(((0, 1), (0, -1), (1, 0), (-1, 0)))
                canvas.beside(self.make(b), first, dx, dy, rng.randint(20, 70))
            return
        if kind == "between":
            side = rng.uniform(45, 100)
            middle = canvas.free(self.make(a, side))
            if middle is None:
                return
            dx, dy = rng.choice(((1, 0), (0, 1), (0.7, 0.7), (0.7, -0.7)))
            gap = rng.randint(18, 60)
            canvas.beside(self.make(b, side * rng.uniform(0.7, 1.2)), middle, dx, dy, gap)
            canvas.beside(self.make(self.pick(), side * rng.uniform(0.7, 1.2)), middle, -dx, -dy, gap)
            return
        first = canvas.free(self.make(b))
        if first is None:
            return
        item = self.make(a)
        if kind == "next":
            canvas.next_to(item, first)
        else:
            canvas.touching(item, first, 0.0, rng.choice((0.08, 0.2, 0.4)), behind=rng.random() < 0.25)


_TINY = [i for i, c in enumerate(CLASSES) if c.size[0] <= 20]  # spider, syringe, pill, cigarette, key
_PEOPLE, _HOLDABLE, _CONTAINERS = sorted(PEOPLE), sorted(HOLDABLE), sorted(CONTAINERS)
_VEHICLES = [INDEX[name] for name in GROUPS["vehicle"].members]
_OVERTURNED = [cls for cls in _VEHICLES if cls in UPRIGHT]


@lru_cache(64)
def _letters(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def write_sign(rng: random.Random, canvas: Canvas, pen: ImageDraw.ImageDraw, text: str) -> bool:
    """A word on a sign, on free ground."""
    font = _letters(rng.randint(30, 58))
    left, top, right, bottom = font.getbbox(text)
    w, h = right - left + 20, bottom - top + 16
    if w > SIDE - 8:
        font = _letters(28)
        left, top, right, bottom = font.getbbox(text)
        w, h = right - left + 20, bottom - top + 16
    for _ in range(8):
        x, y = rng.randint(4, SIDE - 4 - w), rng.randint(4, SIDE - 4 - h)
        box = (x, y, x + w, y + h)
        if all(box_gap(box, b) > 4 for b in canvas.blocked):
            break
    else:
        return False
    dark = rng.random() < 0.5
    board = tuple(rng.randint(0, 70) if dark else rng.randint(200, 255) for _ in range(3))
    ink = tuple(rng.randint(215, 255) if dark else rng.randint(0, 70) for _ in range(3))
    pen.rounded_rectangle(box, 6, board, ink, 2)
    pen.text((x + 10 - left, y + 8 - top), text, ink, font)
    canvas.blocked.append(box)
    return True


def draw(seed: int, split: str = "train", styles: tuple[str, ...] | None = None) -> tuple[Scene, np.ndarray, np.ndarray]:
    """The scene of a seed, its picture uint8 [512, 512, 3] and the object of each 8 px cell uint8 [64, 64].

    Split "small" has many objects of 14 to 24 px, split "close" mostly things that are near one another, split "pairs" what
    `pictosafe.pairs` arranges; all others share one distribution and differ in their seeds only.
    """
    scene, image, owner, shapes = drawn(seed, split, styles)
    return scene, image, cells_of(owner, shapes)


def drawn(seed: int, split: str, styles: tuple[str, ...] | None = None) -> tuple[Scene, np.ndarray, np.ndarray, list[Shape]]:
    """The scene of a seed, its picture, the object of each px uint8 [512, 512], and the objects' whole masks."""
    rng = random.Random(seed)
    theme = rng.choice(THEMES)
    options = Options(styles or TRAIN_STYLES, split == "small", split == "close")
    if rng.random() < 0.4:
        options.styles = (rng.choice(options.styles),)
    setting = None if rng.random() < 0.25 else _weighted(rng, theme.settings) if rng.random() < 0.8 else rng.choice(tuple(PAINTERS)[:-1])
    picture = PAINTERS[setting](rng)
    planner = _planner(split)(rng, theme, options)
    words = []
    if rng.random() < 0.14:
        pen = ImageDraw.Draw(picture)
        for _ in range(1 if rng.random() < 0.8 else 2):
            text = rng.choice(ORDERS if rng.random() < 0.4 else WORDS)
            if text not in words and write_sign(rng, planner.canvas, pen, text):
                words.append(text)
    canvas = planner.fill()
    _extras(rng, canvas)
    scene, image, owner = paint(canvas, picture, rng, seed, setting, words, theme.name)
    if split == "pairs":
        scene.focus = planner.focus
    return scene, image, owner, canvas.shapes


def _planner(split: str) -> type[Planner]:
    if split != "pairs":
        return Planner
    from pictosafe.pairs import PairPlanner
    return PairPlanner


def _extras(rng: random.Random, canvas: Canvas) -> None:
    """Window grids and boards in front of objects."""
    n = len(canvas)
    if rng.random() < 0.08:
        i = rng.randrange(n)
        box = canvas.shapes[i].box
        grown = (max(0, box[0] - 8), max(0, box[1] - 8), min(SIDE, box[2] + 8), min(SIDE, box[3] + 8))
        if box[2] - box[0] >= 36 and box[3] - box[1] >= 36 and all(j == i or box_gap(grown, s.box) > 0 for j, s in enumerate(canvas.shapes)):
            canvas.grids.append(grown)
    if rng.random() < 0.10:
        i = rng.randrange(n)
        x0, y0, x1, y1 = canvas.shapes[i].box
        part = rng.uniform(0.38, 0.58)
        cover = rng.choice(((x0 - 6, y0 - 6, int(x0 + (x1 - x0) * part), y1 + 6), (int(x1 - (x1 - x0) * part), y0 - 6, x1 + 6, y1 + 6),
                            (x0 - 6, int(y1 - (y1 - y0) * part), x1 + 6, y1 + 6)))
        if min(x1 - x0, y1 - y0) >= 44 and all(j == i or box_gap(cover, s.box) > 0 for j, s in enumerate(canvas.shapes)):
            canvas.covers.append(cover)


def render(canvas: Canvas, picture: Image.Image, rng: random.Random, seed: int, setting: str | None, words: list[str],
           theme: str) -> tuple[Scene, np.ndarray, np.ndarray]:
    """Paints the pieces in layer order and reads the labels off what was painted: scene, picture, cells."""
    scene, image, owner = paint(canvas, picture, rng, seed, setting, words, theme)
    return scene, image, cells_of(owner, canvas.shapes)


def paint(canvas: Canvas, picture: Image.Image, rng: random.Random, seed: int, setting: str | None, words: list[str],
          theme: str) -> tuple[Scene, np.ndarray, np.ndarray]:
    """As `render`, with the object of each px in place of the cells."""
    n = len(canvas)
    owner = np.full((SIDE, SIDE), BACKGROUND, np.uint8)
    for i in sorted(range(n), key=canvas.layers.__getitem__):
        item, s = canvas.pieces[i], canvas.shapes[i]
        picture.paste(item.image, (s.x, s.y), item.image)
        _window(owner, s)[_window_mask(s)] = i
    pen = ImageDraw.Draw(picture)
    for x0, y0, x1, y1 in canvas.covers:
        colour = tuple(rng.randint(60, 220) for _ in range(3))
        pen.rectangle((x0, y0, x1 - 1, y1 - 1), colour, tuple(c // 2 for c in colour), 3)
        owner[max(0, y0):y1, max(0, x0):x1] = BACKGROUND
    for x0, y0, x1, y1 in canvas.grids:
        _grid(pen, rng, x0, y0, x1, y1)
    objects = []
    for i, (item, s) in enumerate(zip(canvas.pieces, canvas.shapes)):
        obj = Obj(item.cls, item.style, s.box, mask_area=s.area, colour=item.colour, upside_down=item.upside_down, lying=item.lying)
        obj.area = int(np.count_nonzero(_window(owner, s) == i))
        unclear = {"colour"} if item.colour_unclear else set()
        visible = obj.area / s.area
        obj.hidden = visible <= 0.75
        if 0.75 < visible < 0.92 or visible < 0.25:
            unclear.add("hidden")
        if item.cls not in UPRIGHT:
            unclear |= {"upside_down", "lying"}
        obj.behind_grid = any(box_gap((g[0] + 4, g[1] + 4, g[2] - 4, g[3] - 4), s.box) == 0 for g in canvas.grids)
        obj.unclear = frozenset(unclear)
        size_of(obj)
        objects.append(obj)
    scene = Scene(seed, objects, setting, words, theme, relate(objects, canvas.shapes, canvas.layers))
    return scene, np.asarray(picture), owner


def _window(owner: np.ndarray, s: Shape) -> np.ndarray:
    return owner[max(0, s.y):s.y + s.h, max(0, s.x):s.x + s.w]


def _window_mask(s: Shape) -> np.ndarray:
    return s.mask[max(0, -s.y):SIDE - s.y, max(0, -s.x):SIDE - s.x]


def _grid(pen: ImageDraw.ImageDraw, rng: random.Random, x0: int, y0: int, x1: int, y1: int) -> None:
    colour, width = rng.choice(((40, 40, 45), (110, 80, 50), (240, 240, 240), (90, 95, 110))), rng.randint(4, 6)
    step = rng.randint(24, 38)
    for x in range(x0 + step, x1 - 8, step):
        pen.line((x, y0, x, y1), colour, width)
    for y in range(y0 + step, y1 - 8, step):
        pen.line((x0, y, x1, y), colour, width)
    pen.rectangle((x0, y0, x1 - 1, y1 - 1), None, colour, width + 2)


def cells_of(owner: np.ndarray, shapes: list[Shape]) -> np.ndarray:
    """For each 8 px cell the object that covers most of it, where objects cover more than the background does."""
    m = SIDE // CELL
    best = np.full((m, m), CELL * CELL // 2 - 1, np.int16)  # an object needs half of the cell
    cells = np.full((m, m), BACKGROUND, np.uint8)
    for i, s in enumerate(shapes):
        r0, r1, c0, c1 = max(0, s.y) // CELL, min(m, -(-(s.y + s.h) // CELL)), max(0, s.x) // CELL, min(m, -(-(s.x + s.w) // CELL))
        part = owner[r0 * CELL:r1 * CELL, c0 * CELL:c1 * CELL] == i
        counts = part.reshape(r1 - r0, CELL, c1 - c0, CELL).sum((1, 3), dtype=np.int16)
        view, label = best[r0:r1, c0:c1], cells[r0:r1, c0:c1]
        better = counts > view
        view[better], label[better] = counts[better], i
        if not better.any() and counts.size and counts.max() > 0:  # a tiny object owns the cell it covers most
            at = np.unravel_index(counts.argmax(), counts.shape)
            label[at] = i
            view[at] = CELL * CELL
    return cells
