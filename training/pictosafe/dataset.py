"""Data sets on disk: drawn scenes at a model's input size, readable while later rows are still being drawn.

    python -m pictosafe.dataset --out .cache/train192 --side 192 --seeds 0:60000 --workers 2

Writes images.npy and cells.npy (full length from the start), scenes-NNNNN.pkl per shard of SHARD rows,
and `count`: how many leading rows are ready.
"""
from __future__ import annotations

import argparse
import os
import pickle
import sys
import time
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from PIL import Image

from pictosafe.art import require
from pictosafe.scene import SIDE, Scene

SHARD = 500
CELLS = 64


class Dataset:
    """Rows of a data set folder; `len` grows while it is being written."""

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.images = np.load(self.folder / "images.npy", mmap_mode="r")
        self._cells = np.load(self.folder / "cells.npy", mmap_mode="r")
        self._shards: dict[int, list[Scene]] = {}

    def __len__(self) -> int:
        return int((self.folder / "count").read_text() or 0)

    def image(self, i: int) -> np.ndarray:
        return self.images[i]

    def cells(self, i: int) -> np.ndarray:
        return self._cells[i]

    def scene(self, i: int) -> Scene:
        shard = i // SHARD
        if shard not in self._shards:
            with open(self.folder / f"scenes-{shard:05d}.pkl", "rb") as file:
                self._shards[shard] = pickle.load(file)
        return self._shards[shard][i % SHARD]


def resized(image: np.ndarray, side: int) -> np.ndarray:
    """512 px to the model's side with Lanczos, as the Idefics3 processor does."""
    return image if len(image) == side else np.asarray(Image.fromarray(image).resize((side, side), Image.LANCZOS))


def _draw_shard(job: tuple[Path, int, int, int, int, str]) -> int:
    from pictosafe.closeups import closeup
    from pictosafe.draw import draw
    folder, shard, low, high, side, split = job
    images, cells, scenes = np.load(folder / "images.npy", mmap_mode="r+"), np.load(folder / "cells.npy", mmap_mode="r+"), []
    for k, seed in enumerate(range(low, high)):
        scene, image, cell = closeup(seed, side) if split == "closeups" else draw(seed, split)
        images[shard * SHARD + k] = resized(image, side)
        cells[shard * SHARD + k] = cell
        scenes.append(scene)
    images.flush(), cells.flush()
    target = folder / f"scenes-{shard:05d}.pkl"
    with open(target.with_suffix(".part"), "wb") as file:
        pickle.dump(scenes, file, pickle.HIGHEST_PROTOCOL)
    os.replace(target.with_suffix(".part"), target)
    return shard


def write(folder: Path, side: int, first: int, last: int, workers: int = 1, split: str = "train") -> None:
    """Draws seeds first … last-1 into a folder; shards already there are kept if the folder has the same seeds and side."""
    require()
    folder.mkdir(parents=True, exist_ok=True)
    rows, stamp = last - first, f"{side} {first} {last} {split}"
    marker = folder / "stamp"
    if not marker.exists() or marker.read_text() != stamp:
        for old in folder.glob("scenes-*.pkl"):
            old.unlink()
        np.lib.format.open_memmap(folder / "images.npy", "w+", np.uint8, (rows, side, side, 3)).flush()
        np.lib.format.open_memmap(folder / "cells.npy", "w+", np.uint8, (rows, CELLS, CELLS)).flush()
        (folder / "count").write_text("0")
        marker.write_text(stamp)
    done = {int(p.stem[7:]) for p in folder.glob("scenes-*.pkl")}
    jobs = [(folder, s, first + s * SHARD, min(last, first + (s + 1) * SHARD), side, split)
            for s in range(-(-rows // SHARD)) if s not in done]
    ready, start = 0, time.time()

    def publish() -> None:
        nonlocal ready
        while ready in done:
            ready += 1
        (folder / "count.part").write_text(str(min(rows, ready * SHARD)))
        os.replace(folder / "count.part", folder / "count")

    publish()
    with Pool(workers) as pool:
        for k, shard in enumerate(pool.imap_unordered(_draw_shard, jobs)):
            done.add(shard)
            publish()
            print(f"{(k + 1) * SHARD / (time.time() - start):.0f} scenes/s, {min(rows, ready * SHARD)} of {rows} ready", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--side", type=int, default=192, help="px of the stored square images")
    parser.add_argument("--seeds", required=True, help="first:last, last excluded")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--split", default="train", help="small: many objects of 14 to 24 px; close: mostly near one another; pairs: one arrangement, undone or not; closeups: squares around small things; anything else: the usual mixture")
    arguments = parser.parse_args()
    first, last = map(int, arguments.seeds.split(":"))
    write(arguments.out, arguments.side, first, last, arguments.workers, arguments.split)


if __name__ == "__main__":
    main()
