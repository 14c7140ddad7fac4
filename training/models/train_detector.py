"""Train the bundled detector.

    python -m models.train_detector --data .cache/train384 --out .cache/detector --vlm .cache/vlm/checkpoint.pt --minutes 40

Runs unattended and resumes from its checkpoint in --out. --from FOLDER starts from shipped or earlier weights, --vlm from
the tower of the VLM; without either the weights are random. The schedule is by time: --minutes in all, over all resumes.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import OwlViTForObjectDetection

from models import clip_tokenizer, clip_tower, detector, queries
from models.schedule import Run, groups
from models.weights import load_weights
from pictosafe.classes import CLASSES
from pictosafe.dataset import Dataset

FROZEN_UNTIL = 0.06  # part of the time in which the VLM's tower is left as it is
SEE_FIRST = 0.35     # part of the time in which a tower without a start mostly learns to name patches
BACKGROUND_SHARE = 0.3
PIECES = 0.1         # part of the merges left out at random, so that pieces of words mean something too


def whole_share(progress: float) -> float:
    """How many steps look at every patch: attention has to learn the full number of them before the end."""
    return 0.0 if progress < 0.5 else 0.15 if progress < 0.75 else 0.6


class Objective(nn.Module):
    """The detector with a linear head that names the object under every patch: in training only, it makes the tower see early."""

    def __init__(self, model: OwlViTForObjectDetection):
        super().__init__()
        self.model = model
        self.names = nn.Linear(detector.WIDTH, len(CLASSES) + 1)
        self.register_buffer("share", torch.tensor([1.0] * len(CLASSES) + [BACKGROUND_SHARE]), persistent=False)

    def forward(self, tokenizer: Tokenizer, drawn: detector.Batch, frozen: bool) -> dict[str, Tensor]:
        ids, _ = clip_tokenizer.encode(tokenizer, [query.text for query in drawn.queries], detector.TEXT_LENGTH, detector.PAD)
        with torch.autocast("cpu", torch.bfloat16):
            with torch.set_grad_enabled(not frozen):
                states = detector.features(self.model, drawn.pixels, drawn.keep)
            vectors = detector.embed_texts(self.model, torch.tensor(ids))
            logits, boxes = detector.heads(self.model, states, vectors, drawn.keep)
            named = self.names(states).float()
        parts = detector.loss(logits, boxes, drawn.labels, drawn.owned, drawn.wanted, drawn.weight)
        parts["names"] = F.cross_entropy(named.flatten(0, 1), drawn.names.flatten(), weight=self.share, ignore_index=-100)
        with torch.no_grad():
            parts["found"] = found(logits, drawn)
            parts["named"] = (named.argmax(-1) == drawn.names)[drawn.owned].float().mean()
        return parts


def found(logits: torch.Tensor, drawn: detector.Batch) -> torch.Tensor:
    """Part of the patches with an object whose best query (of the classes' own names) is a right one."""
    plain = torch.tensor([query.attribute is None and query.term.kind != "group" for query in drawn.queries])
    labels = drawn.labels[..., plain]
    usable = drawn.owned & (labels == 1).any(-1)
    best = logits[..., plain].argmax(-1, keepdim=True)
    return (labels.gather(-1, best)[..., 0] != 0)[usable].float().mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".cache/train384"))
    parser.add_argument("--out", type=Path, default=Path(".cache/detector"))
    parser.add_argument("--from", dest="start", type=Path, help="folder with shipped or saved weights to start from")
    parser.add_argument("--vlm", type=Path, help="VLM checkpoint or folder whose tower to start from")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--images", type=int, default=32, help="images a step (fewer when every patch is looked at)")
    parser.add_argument("--queries", type=int, default=96)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--tower-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    data = Dataset(arguments.data)
    run = Run(arguments.out, arguments.minutes)
    rng = random.Random(arguments.seed + run.steps)
    if run.stored or arguments.start:
        tokenizer = clip_tokenizer.load(arguments.out if run.stored else arguments.start)
    else:
        tokenizer = clip_tokenizer.train(queries.corpus())
    clip_tokenizer.save(tokenizer, arguments.out, detector.TEXT_LENGTH, pad=clip_tokenizer.FIRST)
    tokenizer.model.dropout = PIECES
    model = detector.build(detector.config(tokenizer.get_vocab_size()), arguments.seed)
    if not run.stored:
        if arguments.start:
            load_weights(model, arguments.start)
        elif arguments.vlm:
            images = np.stack([data.image(index) for index in range(8)])
            detector.start_from_vlm(model, arguments.vlm, clip_tower.normalise(torch.from_numpy(images)))
    objective = Objective(model)
    warm = arguments.vlm is not None and not arguments.start
    for progress in run.steps_of(objective, groups(objective, arguments.rate, arguments.tower_rate), len(data)):
        whole = rng.random() < whole_share(progress)
        size = max(1, arguments.images * detector.KEPT // detector.GRID**2) if whole else arguments.images
        drawn = detector.batch(data, [rng.randrange(len(data)) for _ in range(size)], queries.draw, rng, arguments.queries, whole)
        parts = objective(tokenizer, drawn, frozen=warm and progress < FROZEN_UNTIL)
        first = progress < SEE_FIRST and not warm
        run.learn(4 * parts["names"] + (0.2 if first else 1.0) * (parts["classes"] + 3 * parts["distance"] + parts["overlap"]), parts)
    run.finish(model)


if __name__ == "__main__":
    main()
