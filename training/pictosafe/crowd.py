"""Crowded pictures for learning to recognise objects: many sprites on a loose grid, and what lies under every cell.

    python -m pictosafe.crowd --out .cache/crowd192 --side 192 --seeds 30000000:30008000 --workers 2

A scene shows four objects and mostly background; a crowd shows about fifteen, so a tower that only has to recognise
things learns from it several times faster. No statements are asked about crowds, so they carry no relations.
Writes images.npy uint8 [n, side, side, 3] and classes.npy uint8 [n, 64, 64]: the class under every 8 px cell, NOTHING elsewhere.
"""
from __future__ import annotations

import argparse
import random
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from pictosafe.art import TRAIN_STYLES, require
from pictosafe.classes import CLASSES
from pictosafe.dataset import CELLS, resized
from pictosafe.draw import BACKGROUND, Canvas, cells_of, piece
from pictosafe.scene import COLOURABLE, COLOURS, SIDE, UPRIGHT
from pictosafe.settings import PAINTERS

NOTHING = len(CLASSES)
BLOCK = 250


def crowd(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The picture of a seed, uint8 [512, 512, 3], and the class under each of its cells, uint8 [64, 64]."""
    rng = random.Random(seed)
    picture = PAINTERS[rng.choice(tuple(PAINTERS))](rng)
    canvas = Canvas(rng)
    columns = rng.choice((3, 4, 4, 5))
    pitch = SIDE / columns
    for place in range(columns * columns):
        if rng.random() < 0.12:
            continue
        cls = rng.randrange(len(CLASSES))
        pose = rng.choice(("upside_down", "lying")) if cls in UPRIGHT and rng.random() < 0.12 else None
        colour = rng.choice(COLOURS) if cls in COLOURABLE and rng.random() < 0.5 else None
        item = piece(rng, cls, pitch * rng.uniform(0.5, 1.05), TRAIN_STYLES, colour=colour, pose=pose)
        slack = pitch * 0.12
        x = (place % columns + 0.5) * pitch - item.shape.w / 2 + rng.uniform(-slack, slack)
        y = (place // columns + 0.5) * pitch - item.shape.h / 2 + rng.uniform(-slack, slack)
        canvas.add(item, int(min(max(x, 0), SIDE - item.shape.w)), int(min(max(y, 0), SIDE - item.shape.h)))
    owner = np.full((SIDE, SIDE), BACKGROUND, np.uint8)
    for i in rng.sample(range(len(canvas)), len(canvas)):
        item, shape = canvas.pieces[i], canvas.shapes[i]
        picture.paste(item.image, (shape.x, shape.y), item.image)
        owner[shape.y : shape.y + shape.h, shape.x : shape.x + shape.w][shape.mask] = i
    classes = np.full(256, NOTHING, np.uint8)
    classes[: len(canvas)] = [item.cls for item in canvas.pieces]
    return np.asarray(picture), classes[cells_of(owner, canvas.shapes)]


def _draw_block(job: tuple[Path, int, int, int, int]) -> None:
    folder, row, first, last, side = job
    images, classes = (np.load(folder / name, mmap_mode="r+") for name in ("images.npy", "classes.npy"))
    for k, seed in enumerate(range(first, last)):
        picture, under = crowd(seed)
        images[row + k], classes[row + k] = resized(picture, side), under


def write(folder: Path, side: int, first: int, last: int, workers: int = 1) -> None:
    """Draws seeds first … last-1 into a folder."""
    require()
    folder.mkdir(parents=True, exist_ok=True)
    count = last - first
    np.lib.format.open_memmap(folder / "images.npy", "w+", np.uint8, (count, side, side, 3)).flush()
    np.lib.format.open_memmap(folder / "classes.npy", "w+", np.uint8, (count, CELLS, CELLS)).flush()
    jobs = [(folder, k, first + k, min(last, first + k + BLOCK), side) for k in range(0, count, BLOCK)]
    with Pool(workers) as pool:
        for done, _ in enumerate(pool.imap(_draw_block, jobs), 1):
            print(f"{min(count, done * BLOCK)} of {count} drawn", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--side", type=int, default=192)
    parser.add_argument("--seeds", required=True, help="first:last, last excluded")
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    first, last = map(int, arguments.seeds.split(":"))
    write(arguments.out, arguments.side, first, last, arguments.workers)


if __name__ == "__main__":
    main()
