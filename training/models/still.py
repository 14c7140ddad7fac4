"""Tower states of drawn scenes, kept on disk: what comes after the tower can then learn without running it.

    python -m models.still --from ../clue-models/src/main/resources/dev/clue/models/pictogram/vlm --data .cache/pairs288 --about upside_down --most 3000

Writes still.npy and still-scenes.npy into the folder of the scenes. `models.train_vlm --decoder-only --mix still=1` learns from
them. The states are those of the scenes as they were drawn: not mirrored, cropped or painted upon.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from pictosafe.dataset import Dataset
from pictosafe.scene import Scene
from pictosafe.statement import Attr, Rel, Statement

from models import vlm
from models.finer import refined
from models.from_onnx import weights
from models.precision import computing

BATCH = 24


class Still:
    """The scenes of a folder whose tower states are kept. `image` gives states, float16 [GRID * GRID, width]."""

    def __init__(self, folder: Path):
        self.data = Dataset(folder)
        self.states = np.load(folder / "still.npy", mmap_mode="r")
        self.scenes = np.load(folder / "still-scenes.npy")

    def __len__(self) -> int:
        return len(self.scenes)

    def scene(self, i: int) -> Scene:
        return self.data.scene(int(self.scenes[i]))

    def cells(self, i: int) -> np.ndarray:
        return self.data.cells(int(self.scenes[i]))

    def image(self, i: int) -> np.ndarray:
        return self.states[i]


def about(data: Dataset, matter: str, most: int) -> list[int]:
    """The first scenes that were arranged to decide whether something has an attribute, or stands in a relation."""

    def decides(statement: Statement) -> bool:
        return isinstance(statement, Attr) and statement.attr == matter or isinstance(statement, Rel) and statement.rel == matter

    found = (i for i in range(len(data)) if any(map(decides, data.scene(i).focus)))
    return [i for i, _ in zip(found, range(most))]


@torch.no_grad()
def keep(folder: Path, start: Path, chosen: list[int]) -> None:
    """Writes the states of the chosen scenes of a folder, by the tower of the exported model in `start`."""
    data = Dataset(folder)
    cfg = vlm.config(weights(start)["model.text_model.embed_tokens.weight"].shape[0], 0, 0, 0, 0)
    model = vlm.build(cfg)
    model.load_state_dict(refined(weights(start), vlm.GRID, vlm.SCALE_FACTOR), strict=False)
    kept = np.lib.format.open_memmap(folder / "still.npy", "w+", np.float16, (len(chosen), vlm.GRID**2, cfg.vision_config.hidden_size))
    began = time.time()
    for at in range(0, len(chosen), BATCH):
        some = chosen[at : at + BATCH]
        pixels = torch.from_numpy(np.stack([data.image(i) for i in some])).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)
        with computing("cpu"):
            kept[at : at + len(some)] = vlm.tower(model, pixels).float().numpy()
        if at // BATCH % 20 == 0:
            print(f"{at + len(some)} of {len(chosen)}, {time.time() - began:.0f} s", flush=True)
    kept.flush()
    np.save(folder / "still-scenes.npy", np.array(chosen))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="start", type=Path, required=True, help="an exported model's folder")
    parser.add_argument("--data", type=Path, required=True, help="folder of pictosafe.dataset")
    parser.add_argument("--about", action="append", default=[], help="an attribute or a relation: the scenes arranged to decide it come first")
    parser.add_argument("--most", type=int, default=3000, help="scenes about each; without --about, scenes")
    parser.add_argument("--more", type=int, default=0, help="other scenes beside those")
    arguments = parser.parse_args()
    data = Dataset(arguments.data)
    chosen = list(dict.fromkeys(i for matter in arguments.about for i in about(data, matter, arguments.most)))
    if not arguments.about:
        chosen = list(range(min(arguments.most, len(data))))
    taken = set(chosen)
    others = (i for i in range(len(data)) if i not in taken)
    keep(arguments.data, arguments.start, chosen + [i for i, _ in zip(others, range(arguments.more))])


if __name__ == "__main__":
    main()
