"""Expected numbers on disk: one JSON file of small values and names, one file of float32 for the arrays."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np


class Golden:
    """values.json holds {"values": {...}, "arrays": {name: {"shape", "offset"}}}; arrays.f32 the numbers, little-endian."""

    def __init__(self, origin: str):
        self.values: dict = {"origin": origin}
        self.arrays: dict[str, dict] = {}
        self.data: list[np.ndarray] = []
        self.offset = 0

    def value(self, name: str, value) -> None:
        self.values[name] = value

    def array(self, name: str, array) -> None:
        array = np.ascontiguousarray(np.asarray(array, dtype="<f4"))
        self.arrays[name] = {"shape": list(array.shape), "offset": self.offset}
        self.data.append(array.reshape(-1))
        self.offset += array.size

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "values.json").write_text(json.dumps({"values": self.values, "arrays": self.arrays}, indent=1) + "\n")
        np.concatenate(self.data).tofile(folder / "arrays.f32")
