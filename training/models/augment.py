"""Changes of a scene that keep its labels right: mirrored, a region blacked out, a square crop."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from PIL import Image
from pictosafe.scene import Scene
from pictosafe.statement import Not, Place, Word
from pictosafe.views import renumbered, share, square, without

SIDE = 512
_SWAPPED = {"left_of": "right_of", "right_of": "left_of"}


def mirrored(scene: Scene, image: np.ndarray, cells: np.ndarray) -> tuple[Scene, np.ndarray, np.ndarray]:
    """Left and right exchanged; not for scenes with painted words."""
    objects = [replace(o, box=(SIDE - o.box[2], o.box[1], SIDE - o.box[0], o.box[3])) for o in scene.objects]
    rel = {name: scene.rel[_SWAPPED.get(name, name)] for name in scene.rel}
    return replace(scene, objects=objects, rel=rel), image[:, ::-1], cells[:, ::-1]


def blacked_out(scene: Scene, image: np.ndarray, cells: np.ndarray, rng: random.Random) -> tuple[Scene, np.ndarray, np.ndarray] | None:
    """The box of one object black. What it covers is gone, what it half covers is asked about no more."""
    if scene.words:
        return None  # where they stand is not known, so they may be covered
    target = rng.choice(scene.objects)
    x0, y0, x1, y1 = (target.box[0] - rng.randrange(8)) // 8, (target.box[1] - rng.randrange(8)) // 8, -(-(target.box[2] + rng.randrange(8)) // 8), -(-(target.box[3] + rng.randrange(8)) // 8)
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(64, x1), min(64, y1)
    if (x1 - x0) * (y1 - y0) > 64 * 64 // 3:
        return None
    covered = share(cells, x0, y0, x1, y1, len(scene.objects))
    keep = [i for i, part in enumerate(covered) if part < 0.95]
    barely = {i for i in keep if covered[i] > 0.12}
    unclear = {i: {"hidden", "on_fire"} for i in keep if covered[i] > 0 or _near(scene.objects[i].box, (x0 * 8, y0 * 8, x1 * 8, y1 * 8))}
    scale = image.shape[0] / SIDE
    image = image.copy()
    image[round(y0 * 8 * scale) : round(y1 * 8 * scale), round(x0 * 8 * scale) : round(x1 * 8 * scale)] = 0
    cells = cells.copy()
    cells[y0:y1, x0:x1] = 255
    return without(scene, keep, unclear, barely), image, renumbered(cells, keep)


def cropped(scene: Scene, image: np.ndarray, cells: np.ndarray, rng: random.Random) -> tuple[Scene, np.ndarray, np.ndarray] | None:
    """A square three times an object's box, or thereabouts."""
    target = rng.choice(scene.objects)
    middle_x, middle_y = (target.box[0] + target.box[2]) / 2, (target.box[1] + target.box[3]) / 2
    side = round(max(target.box[2] - target.box[0], target.box[3] - target.box[1]) * rng.uniform(2.5, 3.5) / 8)
    if not 12 <= side <= 48:
        return None
    x0 = min(max(0, round(middle_x / 8 - side / 2)), 64 - side)
    y0 = min(max(0, round(middle_y / 8 - side / 2)), 64 - side)
    result, keep = square(scene, share(cells, x0, y0, x0 + side, y0 + side, len(scene.objects)), x0 * 8, y0 * 8, side * 8)
    scale = image.shape[0] / 64
    box = tuple(v * scale for v in (x0, y0, x0 + side, y0 + side))
    picture = np.asarray(Image.fromarray(image).resize(image.shape[:2], Image.LANCZOS, box=box))
    rows = np.arange(64) * side // 64
    return result, picture, renumbered(cells, keep)[y0 + rows][:, x0 + rows]


def askable_in_crop(statement) -> bool:
    """A crop does not say what the setting is or which words are written."""
    inner = statement.of if isinstance(statement, Not) else statement
    return not isinstance(inner, (Place, Word))


def _near(a: tuple, b: tuple, gap: int = 16) -> bool:
    return a[0] - gap < b[2] and b[0] - gap < a[2] and a[1] - gap < b[3] and b[1] - gap < a[3]
