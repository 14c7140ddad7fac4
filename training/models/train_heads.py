"""Train everything but the vision tower, on states of the tower that are computed once: boxes, class head, both text towers.

    python -m models.train_heads --cache --from .cache/sight --out .cache/heads     (once: the states of some images)
    python -m models.train_heads --from .cache/sight --out .cache/heads --minutes 5

A step costs a tenth of one of train_sight. The states are those of whole images, as the exported graphs see them.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch

from models import clip_tower, detector, encoder, queries
from models.precision import fastest
from models.schedule import Run, optimisers
from models.sight import Sight, restore_sight, save_tokenizers
from models.train_sight import PIECES, Objective
from pictosafe.dataset import Dataset

AT_ONCE = 4


def cache(arguments: argparse.Namespace) -> None:
    """Writes what the heads read and the states before the last layer; `--part K/N` does one share of the images."""
    part, parts = map(int, arguments.part.split("/"))
    model = restore_sight(arguments.start).detector.eval().to(fastest())
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, data in sources(arguments).items():
        states = _array(arguments.out / f"{name}-states.npy", (arguments.images, detector.GRID**2, detector.WIDTH))
        early = _array(arguments.out / f"{name}-early.npy", (arguments.images, detector.GRID**2 + 1, detector.WIDTH))
        for start in range((part - 1) * AT_ONCE, arguments.images, parts * AT_ONCE):
            rows = slice(start, min(start + AT_ONCE, arguments.images))
            images = torch.from_numpy(np.stack([data.image(index) for index in range(rows.start, rows.stop)]))
            with torch.no_grad():
                patches, before = detector.features(model, clip_tower.normalise(images).to(fastest()))
            states[rows], early[rows] = patches.float().numpy(), before.float().numpy()
        print(f"{name}: {arguments.images} images", flush=True)


def _array(path: Path, shape: tuple[int, ...]) -> np.ndarray:
    if not path.exists():
        np.lib.format.open_memmap(path, "w+", np.float16, shape).flush()
    return np.load(path, mmap_mode="r+")


def sources(arguments: argparse.Namespace) -> dict[str, Dataset]:
    return {"scenes": Dataset(arguments.data), "crowds": Dataset(arguments.crowds)}


def train(arguments: argparse.Namespace) -> None:
    run = Run(arguments.out, arguments.minutes)
    sight: Sight = restore_sight(arguments.start)
    save_tokenizers(sight, arguments.out)
    objective = Objective(sight)
    stored = torch.load(arguments.start / "checkpoint.pt", weights_only=True)["model"] if (arguments.start / "checkpoint.pt").exists() else {}
    objective.load_state_dict(stored, strict=False)
    for name, parameter in objective.named_parameters():
        parameter.requires_grad_("vision_model" not in name)  # the encoder's own last layer is no part of it
    for tokenizer in (sight.phrases, sight.sentences):
        tokenizer.model.dropout = PIECES
    folder = arguments.states or arguments.out
    found = {name: (data, *(np.load(folder / f"{name}-{kind}.npy", mmap_mode="r") for kind in ("states", "early")))
             for name, data in sources(arguments).items() if (folder / f"{name}-early.npy").exists()}
    rng = random.Random(run.steps)
    for _ in run.steps_of(objective, optimisers(objective, arguments.rate, arguments.hidden_rate), arguments.images):
        crowded = "crowds" in found and rng.random() < 0.3
        data, states, early = found["crowds" if crowded else "scenes"]
        indices = rng.sample(range(arguments.images), arguments.batch)
        drawn = detector.batch(data, indices, queries.draw, rng, arguments.queries, blind=True)
        texts = encoder.texts([data.scene(index) for index in indices], rng, rules_per_image=0 if crowded else 3, names=48)
        seen = torch.from_numpy(np.stack([states[index][keep] for index, keep in zip(indices, drawn.keep.numpy())])).float()
        parts = objective.read(seen, torch.from_numpy(early[indices]).float(), sight.phrases, sight.sentences, drawn, texts)
        run.learn(parts["classes"] + 3 * parts["distance"] + 2 * parts["overlap"] + arguments.scan_weight * (parts["present"] + parts.get("rules", 0.0)), parts)
    run.finish(sight)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".cache/train384"))
    parser.add_argument("--crowds", type=Path, default=Path(".cache/crowd384"))
    parser.add_argument("--from", dest="start", type=Path, default=Path(".cache/sight"))
    parser.add_argument("--out", type=Path, default=Path(".cache/heads"))
    parser.add_argument("--cache", action="store_true", help="compute the states and stop")
    parser.add_argument("--part", default="1/1", help="K/N: compute the states of one share of the images")
    parser.add_argument("--states", type=Path, help="folder of the states, if it is not --out")
    parser.add_argument("--scan-weight", type=float, default=2.0, help="weight of the encoder's losses beside the detector's")
    parser.add_argument("--images", type=int, default=600, help="images of each data set whose states are kept")
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--queries", type=int, default=96)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--hidden-rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    (cache if arguments.cache else train)(arguments)


if __name__ == "__main__":
    main()
