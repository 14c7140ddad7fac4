"""The images of the goldens: small, of odd sizes, drawn from a seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SIZES = {"square": (61, 61), "wide": (97, 40), "tall": (37, 83), "dot": (1, 1), "strip": (200, 3), "large": (301, 217)}


def draw(folder: Path) -> dict[str, Image.Image]:
    folder.mkdir(parents=True, exist_ok=True)
    images = {}
    for seed, (name, (width, height)) in enumerate(SIZES.items()):
        random = np.random.default_rng(seed)
        x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        slopes = random.uniform(-1, 1, (3, 2))
        ground = np.stack([128 + 90 * (a * x + b * y) for a, b in slopes], -1)
        ground += random.normal(0, 2, ground.shape)
        image = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
        pen = ImageDraw.Draw(image)
        for _ in range(5):
            left, top = random.uniform(-0.2, 0.9, 2) * (width, height)
            right, bottom = (left, top) + random.uniform(0.1, 0.5, 2) * (width, height)
            colour = tuple(int(v) for v in random.integers(0, 256, 3))
            shape = pen.ellipse if random.random() < 0.5 else pen.rectangle
            shape([left, top, right, bottom], fill=colour)
        image.save(folder / f"{name}.png", optimize=True)
        images[name] = image
    return images
