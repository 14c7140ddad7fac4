"""Goldens of resizing: what Pillow makes of the images, to the level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from golden_file import Golden
from PIL import Image

FILTERS = {"LANCZOS": Image.Resampling.LANCZOS, "BILINEAR": Image.Resampling.BILINEAR, "BICUBIC": Image.Resampling.BICUBIC}
SIZES = [(1, 1), (17, 29), (64, 10), (90, 70)]


def make(folder: Path, expected: Path, images: dict) -> None:
    golden = Golden("Pillow, Image.resize")
    cases = []
    for name in ("square", "wide", "tall", "dot", "strip"):
        for kind, number in FILTERS.items():
            for width, height in SIZES:
                case = f"{name}/{kind}/{width}/{height}"
                cases.append(case)
                golden.array(case, np.asarray(images[name].resize((width, height), number)))
    golden.value("cases", cases)
    golden.write(expected)
