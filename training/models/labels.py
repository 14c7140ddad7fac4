"""Dense labels of a drawn scene: what is under every patch, and how it stands to the other objects.

They make the tower see: with Yes/No alone nothing is learned in hours. Their heads are thrown away at export.
"""

from __future__ import annotations

import functools

import numpy as np
from pictosafe.classes import CLASSES
from pictosafe.scene import COLOURS, SETTINGS, Obj, Scene

CELLS = 64
BACKGROUND = 255
OBJECTS = 12
SIDE = 512
# (name in Scene.rel, transposed): "an object of class c … this one" where transposed
RELATIONS = (
    ("touches", False),
    ("holds", False),
    ("holds", True),
    ("inside", False),
    ("inside", True),
    ("on_top_of", False),
    ("on_top_of", True),
    ("next_to", False),
    ("far_from", False),
    ("above", False),
    ("below", False),
    ("left_of", False),
    ("right_of", False),
)
NEAR = 8  # the first NEAR relations are the local ones
FLAGS = ("upside_down", "lying", "on_fire", "hidden", "behind_grid", "large", "small")
COUNTS = 4
UNKNOWN = -1
UNSURE = -2
LEAST = 2.0  # cells of an object in a patch that is to know it


@functools.cache
def _overlaps(grid: int) -> np.ndarray:
    """[grid, CELLS]: how much of every cell lies in every part of a line."""
    edges = np.arange(grid + 1) * CELLS / grid
    cells = np.arange(CELLS)
    return np.clip(np.minimum(edges[1:, None], cells + 1) - np.maximum(edges[:-1, None], cells), 0, 1).astype(np.float32)


def patch_objects(cells: np.ndarray, grid: int, objects: int) -> np.ndarray:
    """Index of the object that every patch is to know, [grid, grid] int64; -1 for background.

    Of the objects that a patch shows enough of, the one that has most of itself there: what stands inside or upon a larger
    thing is seen nowhere else. Enough is LEAST cells, or an eighth of a patch of fewer than sixteen, and a quarter of the patch
    or of the object. UNSURE where there is something, but not enough of anything.
    """
    if not objects:
        return np.full((grid, grid), -1, np.int64)
    size, along = CELLS / grid, _overlaps(grid)
    covered = along @ (cells[None] == np.arange(objects, dtype=np.uint8)[:, None, None]).astype(np.float32) @ along.T
    least = min(LEAST, size * size / 8)
    own = covered / np.maximum(covered.sum((1, 2), keepdims=True), 1)
    enough = (covered >= least) & ((covered * 4 >= size * size) | (own >= 0.25))
    best = np.where(enough, own, 0).argmax(0)
    return np.where(enough.any(0), best, np.where(covered.max(0) > 0, UNSURE, -1))


def flags_of(obj: Obj) -> tuple[int, ...]:
    """1 for every one of FLAGS that holds, 0 where it does not, UNKNOWN where that is unclear."""
    return tuple(
        UNKNOWN if flag in obj.unclear else int(obj.size == flag if flag in ("large", "small") else getattr(obj, flag))
        for flag in FLAGS
    )


def object_labels(scene: Scene) -> dict[str, np.ndarray]:
    """Arrays over the scene's objects, padded to OBJECTS rows."""
    n = len(scene.objects)
    classes = np.array([o.cls for o in scene.objects], np.int64)
    related = np.zeros((OBJECTS, len(RELATIONS), len(CLASSES)), np.int8)
    if n:
        member = np.zeros((n, len(CLASSES)), np.int8)
        member[np.arange(n), classes] = 1
        for k, (name, transposed) in enumerate(RELATIONS):
            matrix = scene.rel[name].T if transposed else scene.rel[name]
            true, unclear = (matrix == 1).astype(np.int8) @ member > 0, (matrix == -1).astype(np.int8) @ member > 0
            related[:n, k] = np.where(true, 1, np.where(unclear, UNKNOWN, 0))
    flags = np.full((OBJECTS, len(FLAGS)), UNKNOWN, np.int8)
    colours = np.full(OBJECTS, UNKNOWN, np.int64)
    boxes = np.zeros((OBJECTS, 4), np.float32)
    counts = np.zeros(OBJECTS, np.int64)
    for i, obj in enumerate(scene.objects):
        flags[i] = flags_of(obj)
        if "colour" not in obj.unclear:
            colours[i] = COLOURS.index(obj.colour) + 1 if obj.colour in COLOURS else 0
        boxes[i] = np.array(obj.box, np.float32) / SIDE
        counts[i] = min(int((classes == obj.cls).sum()), COUNTS) - 1
    padded = np.full(OBJECTS, len(CLASSES), np.int64)
    padded[:n] = classes
    return {"classes": padded, "related": related, "flags": flags, "colours": colours, "boxes": boxes, "counts": counts}


def setting_label(scene: Scene) -> int:
    return SETTINGS.index(scene.setting) if scene.setting in SETTINGS else len(SETTINGS)
