"""Dense labels of a drawn scene: what is under every patch, and how it stands to the other objects.

They make the tower see: with Yes/No alone nothing is learned in hours. Their heads are thrown away at export.
"""

from __future__ import annotations

import numpy as np
from pictosafe.classes import CLASSES
from pictosafe.scene import COLOURS, SETTINGS, Scene

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
SMALL_CELLS = 12  # an object of so few cells counts wherever it is seen


def patch_objects(cells: np.ndarray, grid: int, objects: int, least: int = 2) -> np.ndarray:
    """Index of the object that covers most of every patch, [grid, grid] int64; -1 for background.

    UNSURE where a large object covers less than a quarter: a sliver says little.
    """
    if not objects:
        return np.full((grid, grid), -1, np.int64)
    size = CELLS // grid
    covered = (cells[None] == np.arange(objects, dtype=np.uint8)[:, None, None]).reshape(objects, grid, size, grid, size).sum((2, 4))
    best = covered.argmax(0)
    most = covered.max(0)
    large = covered.sum((1, 2))[best] > SMALL_CELLS
    found = np.where(most >= least, best, -1)
    return np.where((most > 0) & ((most < least) | large & (most < size * size // 4)), UNSURE, found)


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
        for k, flag in enumerate(FLAGS):
            if flag not in obj.unclear:
                flags[i, k] = obj.size == flag if flag in ("large", "small") else getattr(obj, flag)
        if "colour" not in obj.unclear:
            colours[i] = COLOURS.index(obj.colour) + 1 if obj.colour in COLOURS else 0
        boxes[i] = np.array(obj.box, np.float32) / SIDE
        counts[i] = min(int((classes == obj.cls).sum()), COUNTS) - 1
    padded = np.full(OBJECTS, len(CLASSES), np.int64)
    padded[:n] = classes
    return {"classes": padded, "related": related, "flags": flags, "colours": colours, "boxes": boxes, "counts": counts}


def setting_label(scene: Scene) -> int:
    return SETTINGS.index(scene.setting) if scene.setting in SETTINGS else len(SETTINGS)
