"""Crowded pictures for the detector: many objects of all sizes beside each other, so that most patches teach something.

    python -m models.crowds --out .cache/crowd384 --count 2500

Written as a data set of pictosafe.dataset. Seeds are training seeds of their own (5,000,000 and up).
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
from pathlib import Path

import numpy as np

from models import detector
from pictosafe.art import TRAIN_STYLES
from pictosafe.classes import CLASSES
from pictosafe.dataset import CELLS, SHARD, resized
from pictosafe.draw import Canvas, piece, render
from pictosafe.scene import COLOURABLE, COLOURS, SIDE, UPRIGHT, Scene
from pictosafe.settings import PAINTERS

FIRST_SEED = 5_000_000
SIZES = (15, 150)  # px of the longer side at 512
OBJECTS = (14, 30)


def draw(seed: int) -> tuple[Scene, np.ndarray, np.ndarray]:
    rng = random.Random(seed)
    canvas = Canvas(rng)
    setting = rng.choice(tuple(PAINTERS))
    sides = sorted((math.exp(rng.uniform(*map(math.log, SIZES))) for _ in range(rng.randint(*OBJECTS))), reverse=True)
    for side in sides:
        cls = rng.randrange(len(CLASSES))
        colour = rng.choice(COLOURS) if cls in COLOURABLE and rng.random() < 0.5 else None
        pose = rng.choice(("upside_down", "lying")) if cls in UPRIGHT and side > 30 and rng.random() < 0.12 else None
        item = piece(rng, cls, side, TRAIN_STYLES, colour=colour, pose=pose)
        for _ in range(12):
            shape = item.shape.at(rng.randint(2, max(2, SIDE - item.shape.w - 2)), rng.randint(2, max(2, SIDE - item.shape.h - 2)))
            if canvas.clear(shape, gap=2):
                canvas.add(item, shape.x, shape.y)
                break
    return render(canvas, PAINTERS[setting](rng), rng, seed, setting, [], "crowd")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(".cache/crowd384"))
    parser.add_argument("--count", type=int, default=2500)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    images = np.lib.format.open_memmap(arguments.out / "images.npy", "w+", np.uint8, (arguments.count, detector.SIDE, detector.SIDE, 3))
    cells = np.lib.format.open_memmap(arguments.out / "cells.npy", "w+", np.uint8, (arguments.count, CELLS, CELLS))
    scenes = []
    for row in range(arguments.count):
        scene, image, cell = draw(FIRST_SEED + row)
        images[row], cells[row] = resized(image, detector.SIDE), cell
        scenes.append(scene)
        if len(scenes) == SHARD or row + 1 == arguments.count:
            (arguments.out / f"scenes-{row // SHARD:05d}.pkl").write_bytes(pickle.dumps(scenes))
            (arguments.out / "count").write_text(str(row + 1))
            scenes = []
            print(f"{row + 1} of {arguments.count}", flush=True)


if __name__ == "__main__":
    main()
