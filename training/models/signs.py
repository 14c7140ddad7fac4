"""Signs painted onto stored pictures, on free ground: more to read than the drawn scenes hold, and where it stands is known."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw
from pictosafe import language
from pictosafe.draw import Canvas, write_sign
from pictosafe.scene import SIDE, Scene

from models.labels import BACKGROUND, CELLS

VARIANTS = 24  # of every text: size, colours, and how it falls on the grid of pixels
COUNTS = (1, 1, 2, 3)
TRIES = 6


@dataclass(frozen=True)
class Sign:
    """pixels: uint8 [h, w, 4], at the size of the stored pictures."""

    word: int
    pixels: np.ndarray


class Signs:
    """Signs as the scenes have them, ready to be laid onto pictures of `side` px."""

    def __init__(self, side: int, seed: int = 0):
        rng = random.Random(seed)
        self.side, self.texts = side, language._words()
        self.pool = [self._sign(word, rng) for word in range(len(self.texts)) for _ in range(VARIANTS)]

    def _sign(self, word: int, rng: random.Random) -> Sign:
        canvas, board = Canvas(rng), Image.new("RGBA", (SIDE, SIDE))
        if not write_sign(rng, canvas, ImageDraw.Draw(board), self.texts[word]):
            raise ValueError(f"there is no room for {self.texts[word]!r} on an empty picture")
        small = board.resize((self.side, self.side), Image.LANCZOS)
        return Sign(word, np.asarray(small.crop(small.getchannel("A").point(lambda alpha: alpha // 128).getbbox())))

    def painted(self, scene: Scene, image: np.ndarray, cells: np.ndarray, rng: random.Random) -> tuple[Scene, np.ndarray, np.ndarray]:
        """The scene and its picture with up to three signs; and the word over every pixel, int64 [side, side], -1 for none."""
        image, words, where = image.copy(), list(scene.words), np.full((self.side, self.side), -1, np.int64)
        for _ in range(rng.choice(COUNTS)):
            sign = rng.choice(self.pool)
            height, width = sign.pixels.shape[:2]
            text = self.texts[sign.word]
            if text in words or width > self.side - 2:
                continue
            for _ in range(TRIES):
                x, y = rng.randint(1, self.side - 1 - width), rng.randint(1, self.side - 1 - height)
                if self._free(cells, x, y, width, height) and (where[y : y + height, x : x + width] < 0).all():
                    part = image[y : y + height, x : x + width]
                    alpha = sign.pixels[..., 3:].astype(np.uint16)
                    part[:] = (sign.pixels[..., :3] * alpha + part * (255 - alpha) + 127) // 255
                    where[y : y + height, x : x + width] = sign.word
                    words.append(text)
                    break
        return replace(scene, words=words), image, where

    def _free(self, cells: np.ndarray, x: int, y: int, width: int, height: int) -> bool:
        scale = CELLS / self.side
        rows = slice(max(0, int((y - 2) * scale)), int((y + height + 2) * scale) + 1)
        columns = slice(max(0, int((x - 2) * scale)), int((x + width + 2) * scale) + 1)
        return bool((cells[rows, columns] == BACKGROUND).all())


def patch_words(where: np.ndarray, grid: int, least: float = 0.5) -> np.ndarray:
    """The word that covers at least the share `least` of every patch, int64 [grid, grid]; -1 for none."""
    size = where.shape[0] // grid
    parts = where.reshape(grid, size, grid, size).transpose(0, 2, 1, 3).reshape(grid, grid, -1)
    most = parts.max(-1)
    return np.where(((parts == most[..., None]) & (parts >= 0)).sum(-1) >= least * size * size, most, -1)


def boxes(where: np.ndarray, texts: tuple[str, ...]) -> dict[str, tuple[float, float, float, float]]:
    """Where every painted text stands, as shares of the picture."""
    found = {}
    for word in np.unique(where[where >= 0]):
        rows, columns = np.nonzero(where == word)
        side = where.shape[0]
        found[texts[word]] = (columns.min() / side, rows.min() / side, (columns.max() + 1) / side, (rows.max() + 1) / side)
    return found
