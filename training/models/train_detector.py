"""Train the bundled detector.

    python -m models.train_detector --data .cache/train384 --out .cache/detector --vlm .cache/vlm/checkpoint.pt --minutes 40

Runs unattended and resumes from its checkpoint in --out. --from FOLDER starts from shipped or earlier weights, --vlm from
the tower of the VLM; without either the weights are random. The schedule is by time: --minutes in all, over all resumes.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from models import clip_tokenizer, clip_tower, detector, queries
from models.weights import load_weights, write_folder
from pictosafe.dataset import Dataset

FROZEN_UNTIL = 0.06       # part of the time in which only the heads and the text tower learn
SAVE_EVERY_SECONDS = 120
MAX_GRADIENT = 1.0
PIECES = 0.1              # part of the merges left out at random, so that pieces of words mean something too


def whole_share(progress: float) -> float:
    """How many steps look at every patch: attention has to learn the full number of them before the end."""
    return 0.0 if progress < 0.5 else 0.15 if progress < 0.75 else 0.6


def learning_rate(progress: float, steps: int) -> float:
    return min(1.0, steps / 60) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def groups(model: nn.Module, rate: float, tower_rate: float) -> list[dict]:
    chosen: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        chosen.setdefault(("vision_model" in name, parameter.ndim > 1), []).append(parameter)
    return [
        dict(params=parameters, base=tower_rate if tower else rate, weight_decay=0.05 if decays else 0.0)
        for (tower, decays), parameters in chosen.items()
    ]


def step(model: nn.Module, tokenizer, drawn: detector.Batch, frozen: bool) -> dict[str, torch.Tensor]:
    ids, _ = clip_tokenizer.encode(tokenizer, [query.text for query in drawn.queries], detector.TEXT_LENGTH, detector.PAD)
    with torch.autocast("cpu", torch.bfloat16):
        with torch.set_grad_enabled(not frozen):
            states = detector.features(model, drawn.pixels, drawn.keep)
        vectors = detector.embed_texts(model, torch.tensor(ids))
        logits, boxes = detector.heads(model, states, vectors, drawn.keep)
    parts = detector.loss(logits, boxes, drawn.labels, drawn.owned, drawn.wanted, drawn.weight)
    with torch.no_grad():
        parts["found"] = found(logits, drawn)
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
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--tower-rate", type=float, default=6e-4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    data = Dataset(arguments.data)
    arguments.out.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.out / "checkpoint.pt"
    stored = torch.load(checkpoint, weights_only=True) if checkpoint.exists() else None
    tokenizer = clip_tokenizer.load(arguments.out if stored else arguments.start) if stored or arguments.start else clip_tokenizer.train(queries.corpus())
    clip_tokenizer.save(tokenizer, arguments.out, detector.TEXT_LENGTH, pad="!")
    tokenizer.model.dropout = PIECES
    model = detector.build(detector.config(tokenizer.get_vocab_size()), arguments.seed)
    rng = random.Random(arguments.seed)
    if stored:
        model.load_state_dict(stored["model"])
    elif arguments.start:
        load_weights(model, arguments.start)
    elif arguments.vlm:
        images = np.stack([data.image(index) for index in range(8)])
        detector.start_from_vlm(model, arguments.vlm, clip_tower.normalise(torch.from_numpy(images)))
    optimiser = torch.optim.AdamW(groups(model, arguments.rate, arguments.tower_rate), betas=(0.9, 0.98))
    steps, spent = 0, 0.0
    if stored:
        optimiser.load_state_dict(stored["optimiser"])
        steps, spent = stored["steps"], stored["spent"]
        rng.seed(arguments.seed + steps)
    total = arguments.minutes * 60
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, {len(data)} images, step {steps}, {spent:.0f} of {total:.0f} s spent", flush=True)

    log = (arguments.out / "log.jsonl").open("a")
    began = last_save = time.monotonic()
    warm = arguments.vlm is not None and not arguments.start
    sums: dict[str, float] = {}
    since = 0
    while True:
        progress = (spent + time.monotonic() - began) / total
        if progress >= 1:
            break
        whole = rng.random() < whole_share(progress)
        size = max(1, arguments.images * detector.KEPT // detector.GRID**2) if whole else arguments.images
        indices = [rng.randrange(len(data)) for _ in range(size)]
        drawn = detector.batch(data, indices, queries.draw, rng, arguments.queries, whole)
        factor = learning_rate(progress, steps)
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * factor
        parts = step(model, tokenizer, drawn, frozen=warm and progress < FROZEN_UNTIL)
        loss = parts["classes"] + 5 * parts["distance"] + 2 * parts["overlap"]
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT)
        optimiser.step()
        steps += 1
        since += 1
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach())
        if steps % 20 == 0:
            line = dict(step=steps, seconds=round(spent + time.monotonic() - began), **{name: round(value / since, 4) for name, value in sums.items()})
            print(json.dumps(line), flush=True)
            log.write(json.dumps(line) + "\n")
            log.flush()
            sums, since = {}, 0
        if time.monotonic() - last_save > SAVE_EVERY_SECONDS:
            _save(checkpoint, model, optimiser, steps, spent + time.monotonic() - began)
            last_save = time.monotonic()
    _save(checkpoint, model, optimiser, steps, spent + time.monotonic() - began)
    write_folder(model, arguments.out)
    print(f"done: {steps} steps, weights in {arguments.out}")


def _save(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, steps: int, spent: float) -> None:
    part = path.with_suffix(".part")
    torch.save(dict(model=model.state_dict(), optimiser=optimiser.state_dict(), steps=steps, spent=spent), part)
    part.replace(path)


if __name__ == "__main__":
    main()
