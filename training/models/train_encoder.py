"""Train the bundled encoder.

    python -m models.train_encoder --data .cache/train192 --out .cache/encoder --vlm .cache/vlm/checkpoint.pt --minutes 30

Runs unattended and resumes from its checkpoint in --out. --from FOLDER starts from shipped or earlier weights, --vlm from
the tower of the VLM; without either the weights are random. The schedule is by time: --minutes in all, over all resumes.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models import clip_tokenizer, clip_tower, encoder
from models.schedule import Run, groups
from models.weights import load_weights
from pictosafe.dataset import Dataset

FROZEN_UNTIL = 0.06  # part of the time in which the VLM's tower is left as it is
MERGES = 550         # tokens beyond the bytes
PIECES = 0.1         # part of the merges left out at random, so that pieces of words mean something too


def whole_share(progress: float) -> float:
    """How many steps look at every patch: attention has to learn the full number of them before the end."""
    return 0.0 if progress < 0.4 else 0.2 if progress < 0.7 else 0.6


class Objective(nn.Module):
    """The scale and shift of the sigmoid loss. The shift is needed in training only: the scan compares cosines."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model
        self.shift = nn.Parameter(torch.tensor(-4.0))
        with torch.no_grad():
            model.logit_scale.fill_(np.log(10.0))


def step(objective: Objective, tokenizer, drawn: encoder.Batch, frozen: bool) -> dict[str, torch.Tensor]:
    model = objective.model
    rows = [torch.tensor(clip_tokenizer.encode(tokenizer, texts, encoder.TEXT_LENGTH, model.config.text_config.eos_token_id)[0]) for texts in (drawn.names, drawn.rules)]
    with torch.autocast("cpu", torch.bfloat16):
        with torch.set_grad_enabled(not frozen):
            images = encoder.embed_images(model, drawn.pixels, drawn.keep)
        texts = torch.cat([encoder.embed_texts(model, ids) for ids in rows])
    cosines = images @ texts.T
    count = len(drawn.names)
    parts = dict(
        names=encoder.loss(cosines[:, :count], drawn.relevant[:, :count], model.logit_scale, objective.shift),
        rules=encoder.loss(cosines[:, count:], drawn.relevant[:, count:], model.logit_scale, objective.shift),
    )
    parts["dropped"] = dropped(cosines[:, count:].detach(), drawn.relevant[:, count:])
    return parts


def dropped(cosines: torch.Tensor, relevant: torch.Tensor, keep: float = 0.97) -> torch.Tensor:
    """Part of the irrelevant pairs below the cosine that keeps `keep` of the relevant ones."""
    limit = torch.quantile(cosines[relevant == 1], 1 - keep)
    return (cosines[relevant == 0] < limit).float().mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".cache/train192"))
    parser.add_argument("--out", type=Path, default=Path(".cache/encoder"))
    parser.add_argument("--from", dest="start", type=Path, help="folder with shipped or saved weights to start from")
    parser.add_argument("--vlm", type=Path, help="VLM checkpoint or folder whose tower to start from")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--images", type=int, default=64, help="images a step (fewer when every patch is looked at)")
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--tower-rate", type=float, default=6e-4)
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
        tokenizer = clip_tokenizer.train(encoder.corpus([data.scene(index) for index in range(1500)], random.Random(0)), merges=MERGES)
    model = encoder.build(encoder.config(tokenizer.get_vocab_size()), arguments.seed)
    clip_tokenizer.save(tokenizer, arguments.out, encoder.TEXT_LENGTH, pad=clip_tokenizer.END)
    tokenizer.model.dropout = PIECES
    objective = Objective(model)
    if not run.stored:
        if arguments.start:
            load_weights(model, arguments.start)
        elif arguments.vlm:
            images = np.stack([data.image(index) for index in range(32)])
            encoder.start_from_vlm(model, arguments.vlm, clip_tower.normalise(torch.from_numpy(images)))
    warm = arguments.vlm is not None and not arguments.start
    for progress in run.steps_of(objective, groups(objective, arguments.rate, arguments.tower_rate), len(data)):
        whole = rng.random() < whole_share(progress)
        size = max(8, arguments.images * encoder.KEPT // encoder.GRID**2) if whole else arguments.images
        drawn = encoder.batch(data, [rng.randrange(len(data)) for _ in range(size)], rng, rules_per_image=2 if not whole else 4, whole=whole)
        parts = step(objective, tokenizer, drawn, frozen=warm and progress < FROZEN_UNTIL)
        run.learn(parts["names"] + 2 * parts["rules"], parts)
    run.finish(model)


if __name__ == "__main__":
    main()
