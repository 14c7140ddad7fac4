"""Train the detector and the encoder together: they share one vision tower, as OWL-ViT and the CLIP it comes from do.

    python -m models.train_sight --data .cache/train384 --out .cache/sight --minutes 60

Runs unattended and resumes from its checkpoint in --out. --from FOLDER starts from earlier or shipped weights (a run's
folder, or one that holds detector/ and encoder/), --vlm from the tower of the VLM; without either the weights are random.
The schedule is by time: --minutes in all, over all resumes. train_encoder then finishes the encoder's text side.
"""

from __future__ import annotations

import argparse
import functools
import random
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from models import clip_tokenizer, clip_tower, detector, encoder, queries
from models.precision import computing
from models.schedule import Run, optimisers, work
from models.sight import Sight, restore_sight, save_tokenizers
from pictosafe.classes import CLASSES
from pictosafe.dataset import Dataset

FROZEN_UNTIL = 0.02  # part of the time in which the VLM's tower is left as it is
SEE_FIRST = 0.3      # part of the time in which a tower without a start mostly learns to name patches
BACKGROUND_SHARE = 0.3
SELDOM_SHARE = 0.6   # of the steps on scenes, where there are such data sets
PIECES = 0.1         # part of the merges left out at random, so that pieces of words mean something too


def whole_share(progress: float) -> float:
    """How many steps look at every patch: attention has to learn the full number of them before the end."""
    return 0.0 if progress < 0.55 else 0.15 if progress < 0.75 else 0.6


def crowd_share(progress: float) -> float:
    return 0.5 if progress < 0.6 else 0.25 if progress < 0.85 else 0.1


class Objective(nn.Module):
    """All losses of a step. A linear head that names the object under every patch exists in training only: it makes the tower see early."""

    def __init__(self, sight: Sight):
        super().__init__()
        self.sight = sight
        self.names = nn.Linear(detector.WIDTH, len(CLASSES) + 1)
        self.shift = nn.Parameter(torch.tensor(-4.0))
        self.register_buffer("share", torch.tensor([1.0] * len(CLASSES) + [BACKGROUND_SHARE]), persistent=False)

    def forward(self, phrases: Tokenizer, sentences: Tokenizer, drawn: detector.Batch, texts: encoder.Texts, frozen: bool) -> dict[str, Tensor]:
        with computing(), torch.set_grad_enabled(not frozen):
            states, early = detector.features(self.sight.detector, drawn.pixels, drawn.keep)
        return self.read(states, early, phrases, sentences, drawn, texts)

    def read(self, states: Tensor, early: Tensor, phrases: Tokenizer, sentences: Tokenizer, drawn: detector.Batch, texts: encoder.Texts) -> dict[str, Tensor]:
        """All losses, given what the detector's heads read and the states before the last layer."""
        finder, scan = self.sight.detector, self.sight.encoder
        asked = _ids(phrases, [query.text for query in drawn.queries], detector.TEXT_LENGTH)
        with computing():
            logits, boxes = detector.heads(finder, states, detector.embed_texts(finder, asked), drawn.keep)
            named = self.names(states).float()
            images = F.normalize(self.sight.gather(early).float(), dim=-1)
            rules = torch.cat([encoder.embed_texts(scan, _ids(sentences, part, encoder.TEXT_LENGTH)) for part in (texts.names, texts.rules) if part])
        parts = detector.loss(logits, boxes, drawn.labels, drawn.owned, drawn.wanted, drawn.weight)
        parts["names"] = F.cross_entropy(named.flatten(0, 1), drawn.names.flatten(), weight=self.share, ignore_index=-100)
        cosines, count = images @ rules.T, len(texts.names)
        parts["present"] = encoder.loss(cosines[:, :count], texts.relevant[:, :count], scan.logit_scale, self.shift)
        parts["rules"] = encoder.loss(cosines[:, count:], texts.relevant[:, count:], scan.logit_scale, self.shift)
        if not texts.rules:
            del parts["rules"]
        with torch.no_grad():
            parts["found"] = detector.found(logits, drawn)
            parts["named"] = (named.argmax(-1) == drawn.names)[drawn.owned].float().mean()
            if texts.rules:
                parts["dropped"] = encoder.dropped(cosines[:, count:], texts.relevant[:, count:])
        return parts


def _ids(tokenizer: Tokenizer, texts: list[str], length: int) -> Tensor:
    return torch.tensor(clip_tokenizer.encode(tokenizer, texts, length, pad=0)[0])


def total(parts: dict[str, Tensor], seeing: bool) -> Tensor:
    rest = 0.2 if seeing else 1.0
    return ((4 if seeing else 2) * parts["names"] + rest * (parts["classes"] + 5 * parts["distance"] + 2 * parts["overlap"])
            + (0.3 if seeing else 2.0) * (parts["present"] + parts.get("rules", 0.0)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".cache/train384"))
    parser.add_argument("--crowds", type=Path, default=Path(".cache/crowd384"), help="data set of models.crowds; left out if it is not there")
    parser.add_argument("--seldom", type=Path, action="append", default=[], help="data set of what the usual scenes have too little of; may be repeated")
    parser.add_argument("--out", type=Path, default=Path(".cache/sight"))
    parser.add_argument("--from", dest="start", type=Path, help="folder with earlier or shipped weights to start from")
    parser.add_argument("--vlm", type=Path, help="VLM checkpoint or folder whose tower to start from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--images", type=int, default=32, help="images a step (fewer when every patch is looked at)")
    parser.add_argument("--queries", type=int, default=96)
    parser.add_argument("--rate", type=float, default=1.5e-3, help="peak rate of AdamW")
    parser.add_argument("--hidden-rate", type=float, default=2.5e-3, help="peak rate of Muon, for the matrices of the layers")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1, help="processes that each see --images a step and average their gradients")
    arguments = parser.parse_args()
    work(functools.partial(train, arguments), arguments.workers)


def train(arguments: argparse.Namespace, rank: int) -> None:
    torch.set_num_threads(arguments.threads)
    data = Dataset(arguments.data)
    crowds = Dataset(arguments.crowds) if arguments.crowds.exists() else None
    seldom = [Dataset(folder) for folder in arguments.seldom]
    run = Run(arguments.out, arguments.minutes)
    rng = random.Random(arguments.seed + run.steps + 1_000_003 * rank)
    sight = restore_sight(arguments.out if run.stored else arguments.start) if run.stored or arguments.start else Sight.new(data, arguments.seed)
    if rank == 0:
        save_tokenizers(sight, arguments.out)
    objective = Objective(sight)
    earlier = arguments.start / "checkpoint.pt" if arguments.start else None
    if not run.stored and earlier and earlier.exists():  # the head that names patches, too
        objective.load_state_dict(torch.load(earlier, weights_only=True)["model"], strict=False)
    if not run.stored and arguments.vlm:
        images = np.stack([data.image(index) for index in range(8)])
        detector.start_from_vlm(sight.detector, arguments.vlm, clip_tower.normalise(torch.from_numpy(images)))
        sight.start_pool()
        detector.align(sight.detector, sight.phrases, crowds or data, objective.names)
    for tokenizer in (sight.phrases, sight.sentences):
        tokenizer.model.dropout = PIECES
    begun = arguments.vlm is not None or arguments.start is not None
    for progress in run.steps_of(objective, optimisers(objective, arguments.rate, arguments.hidden_rate), len(data)):
        whole = rng.random() < whole_share(progress)
        size = max(1, arguments.images * detector.KEPT // detector.GRID**2) if whole else arguments.images
        crowded = crowds is not None and rng.random() < crowd_share(progress)
        source = crowds if crowded else rng.choice(seldom) if seldom and rng.random() < SELDOM_SHARE else data
        indices = [rng.randrange(len(source)) for _ in range(size)]
        drawn = detector.batch(source, indices, queries.draw, rng, arguments.queries, whole)
        texts = encoder.texts([source.scene(index) for index in indices], rng, rules_per_image=0 if crowded else 6 if whole else 2, names=32)
        parts = objective(sight.phrases, sight.sentences, drawn, texts, frozen=arguments.vlm is not None and progress < FROZEN_UNTIL)
        run.learn(total(parts, seeing=progress < SEE_FIRST and not begun), parts)
    run.finish(sight)


if __name__ == "__main__":
    main()
