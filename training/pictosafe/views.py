"""What remains of a scene and its labels where only a part of its picture is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pictosafe.scene import SIDE, Scene

GONE, WHOLE = 0.02, 0.9  # of an object within the part: at most so much and it is not there; below this, too little for any statement
_SCALED = ("next_to", "far_from")  # defined in px of the whole picture


def without(scene: Scene, keep: list[int], unclear: dict[int, set[str]], barely: set[int]) -> Scene:
    """The scene with some of its objects; `unclear`: attributes of which it is not clear any more whether they hold."""
    index = np.array(keep, np.int64)
    objects = []
    for i in keep:
        obj = scene.objects[i]
        obj = replace(obj, unclear=obj.unclear | frozenset(unclear.get(i, ())))
        if i in barely:  # too little is left for any statement about it
            obj = replace(obj, area=0, mask_area=max(obj.mask_area, 1))
        objects.append(obj)
    return replace(scene, objects=objects, rel={name: matrix[np.ix_(index, index)] for name, matrix in scene.rel.items()})


def renumbered(owners: np.ndarray, keep: list[int]) -> np.ndarray:
    """The owners' numbers in the scene without the others; 255: none."""
    table = np.full(256, 255, np.uint8)
    table[keep] = np.arange(len(keep), dtype=np.uint8)
    return table[owners]


def share(owners: np.ndarray, x0: int, y0: int, x1: int, y1: int, objects: int) -> np.ndarray:
    """Part of what is seen of every object that lies within a box, given in the owners' own cells."""
    whole = np.bincount(owners.ravel(), minlength=256)[:objects]
    return np.bincount(owners[y0:y1, x0:x1].ravel(), minlength=256)[:objects] / np.maximum(whole, 1)


def square(scene: Scene, shares: np.ndarray, x0: float, y0: float, side: float) -> tuple[Scene, list[int]]:
    """The scene in a square of the picture, and which objects are still there. x0, y0, side: px of the whole picture."""
    keep = [i for i, part in enumerate(shares) if part > GONE]
    result = without(scene, keep, {i: {"large", "small"} for i in keep}, {i for i in keep if shares[i] < WHOLE})
    zoom = SIDE / side
    result.objects = [replace(o, box=tuple(int(min(max((v - start) * zoom, 0), SIDE)) for v, start in zip(o.box, (x0, y0, x0, y0)))) for o in result.objects]
    for name in _SCALED:
        result.rel[name] = np.full_like(result.rel[name], -1)
    return result, keep
