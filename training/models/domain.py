"""The domain gate: is an image of the drawn world at all? Fitted on the first layers of the encoder's vision tower.

    python -m models.domain --encoder .cache/export/encoder

Writes onnx/domain.onnx and domain.json (the limit, and what to do above it) beside the encoder, and the measured rates to
domain-report.json. Why it is made this way: docs/adr/0040-domain-gate.md.

A linear reading of the mean and the deviation, over the patches, of the states before and after the first layers. Early
layers see texture, edges and flatness, which tell drawings from photographs in any style; late ones see which pictogram
it is, which would tie the gate to the styles that it was fitted on.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPModel

from models import clip_tower, encoder, noise, outliers
from models.export_encoder import restore
from models.export_graph import export
from pictosafe.art import TRAIN_STYLES
from pictosafe.draw import draw

LAYERS = 3
FIT_SEED, MEASURE_SEED = 6_000_000, 11_000_000  # training seeds to fit, development seeds to measure
PENALTY = 1e-2
INSIDE_WEIGHT = 2.0
SCENES, PHOTOGRAPHS, NOISE, PAGES = "scenes", "photographs", "noise", "pages"
OUTSIDE_SHARES = {PHOTOGRAPHS: 0.5, NOISE: 0.3, PAGES: 0.2}  # of the outliers' weight, and of their number
OUTSIDE_NUMBER = 2   # outliers for each scene
MIXED = "mixed"      # scenes with several styles in them
FOLDS = 3            # as many as there are trained styles
MAY_REJECT = 0.02    # the aim: of scenes at most
HIGHEST_LIMIT = 0.5  # few scenes, or an odd one, must not open the gate
ADVICE = (
    "The bundled models know drawn pictogram scenes only. For photographs put a published model folder "
    "(SmolVLM, CLIP and OWL-ViT in ONNX, as laid out on the model hub) at PATH and pass --model PATH, or pass --any-image to judge it all the same."
)


class Gate(nn.Module):
    """pixel_values [images, 3, SIDE, SIDE] -> outlier_score [images] in 0..1."""

    def __init__(self, model: CLIPModel, layers: int = LAYERS):
        super().__init__()
        vision = model.vision_model
        self.embeddings, self.pre_layrnorm = vision.embeddings, vision.pre_layrnorm
        self.encoder = nn.Module()
        self.encoder.layers = nn.ModuleList(list(vision.encoder.layers)[:layers])
        size = 2 * (layers + 1) * encoder.WIDTH
        self.reading = nn.Linear(size, 1)
        self.register_buffer("centre", torch.zeros(size))
        self.register_buffer("spread", torch.ones(size))

    def features(self, pixels: Tensor) -> Tensor:
        states = self.pre_layrnorm(clip_tower.patches(self.embeddings, pixels))
        seen = [states]
        clip_tower.layers(self.encoder, states, encoder.HEADS, collect=seen)
        parts = [part[:, 1:] for part in seen]
        return torch.cat([value for part in parts for value in (part.mean(1), ((part - part.mean(1, keepdim=True)) ** 2).mean(1).sqrt())], -1)

    def standardised(self, features: Tensor) -> Tensor:
        return ((features - self.centre) / self.spread).clamp(-4.0, 4.0)

    def read(self, features: Tensor) -> Tensor:
        return self.reading(self.standardised(features))[:, 0].sigmoid()

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.read(self.features(pixel_values))


def pixels(image: Image.Image) -> Tensor:
    """What the encoder's preprocessing makes of an image: shortest edge to SIDE, middle cut out."""
    scale = encoder.SIDE / min(image.size)
    size = tuple(max(encoder.SIDE, round(edge * scale)) for edge in image.size)
    image = image.convert("RGB").resize(size, Image.BICUBIC)
    left, top = ((edge - encoder.SIDE) // 2 for edge in size)
    return clip_tower.normalise(torch.from_numpy(np.asarray(image.crop((left, top, left + encoder.SIDE, top + encoder.SIDE)))[None].copy()))


def scene(seed: int, styles: tuple[str, ...] | None = None) -> Image.Image:
    return Image.fromarray(draw(seed, styles=styles)[1])


@dataclass(frozen=True)
class Example:
    """An image to fit on. A fold leaves out whole groups: a style, a photograph, a kind of noise."""

    family: str
    group: str
    image: Image.Image


def scenes_to_fit(count: int) -> Iterator[Example]:
    """Scenes as drawn, packed as JPEG, cut, and at other sizes: what people make of pictures on the way."""
    rng = random.Random(1)
    for index in range(count):
        style = (*TRAIN_STYLES, MIXED)[index % (len(TRAIN_STYLES) + 1)]
        image = scene(FIT_SEED + index, None if style == MIXED else (style,))
        roll = rng.random()
        if roll < 0.3:
            image = outliers.packed(image, rng, 40, 95)
        elif roll < 0.45:
            side = rng.randint(160, 400)
            image = image.resize((side, side), Image.BICUBIC)
        elif roll < 0.6:
            x, y, w, h = rng.randint(0, 150), rng.randint(0, 150), rng.randint(256, 360), rng.randint(256, 360)
            image = image.crop((x, y, x + w, y + h))
        yield Example(SCENES, style, image)


def outliers_to_fit(count: int) -> Iterator[Example]:
    rng = random.Random(2)
    photographs = [(path.name, outliers.photograph(path)) for path in outliers.fit_photographs()]
    for index in range(round(count * OUTSIDE_SHARES[PHOTOGRAPHS])):
        name, photograph = photographs[index % len(photographs)]
        yield Example(PHOTOGRAPHS, name, (outliers.varied if rng.random() < 0.3 else outliers.fitted_part)(photograph, rng))
    for index in range(round(count * OUTSIDE_SHARES[NOISE])):
        kind, image = noise.FITTED[index % len(noise.FITTED)], noise.draw(index, noise.FITTED)
        yield Example(NOISE, kind.__name__, outliers.packed(image, rng) if rng.random() < 0.2 else image)
    for index in range(round(count * OUTSIDE_SHARES[PAGES])):
        page = outliers.page(index)
        yield Example(PAGES, str(index), outliers.scanned(page, rng) if rng.random() < 0.4 else page)


def measured(count: int) -> dict[str, Iterable[Image.Image]]:
    """Groups of images that the gate was not fitted on; those that begin with `scenes` are inside."""
    rng = random.Random(3)
    groups: dict[str, Iterable[Image.Image]] = {
        "scenes, trained styles": (scene(MEASURE_SEED + k) for k in range(count)),
        "scenes, OpenMoji (never trained on)": (scene(MEASURE_SEED + count + k, ("openmoji",)) for k in range(count)),
        "scenes, trained styles, JPEG": (outliers.packed(scene(MEASURE_SEED + 3 * count + k), rng) for k in range(count // 4)),
        "noise, kinds not fitted": (noise.draw(900 + k, noise.MEASURED) for k in range(count // 4)),
        "text pages, drawn": (outliers.page(900 + k, measure=True) for k in range(count // 4)),
        "text pages, scanned (scikit-image)": (outliers.photograph(path) for path in outliers.measure_pages()),
    }
    for package, paths in outliers.measure_photographs().items():
        groups[f"photographs, {package}"] = (outliers.photograph(path) for path in paths)
    groups["parts of those photographs"] = (outliers.varied(outliers.photograph(path), rng) for paths in outliers.measure_photographs().values() for path in paths for _ in range(4))
    return groups


@torch.no_grad()
def collect(gate: Gate, images: Iterable[Image.Image]) -> Tensor:
    return torch.cat([gate.features(pixels(image)) for image in images])


@dataclass
class Rows:
    """Features of the examples: [examples, numbers], with the family and the group of each."""

    features: Tensor
    families: list[str]
    groups: list[str]

    @classmethod
    def of(cls, gate: Gate, examples: Iterable[Example]) -> "Rows":
        found = [(collect(gate, [example.image]), example.family, example.group) for example in examples]
        features, families, groups = zip(*found)
        return cls(torch.cat(features), list(families), list(groups))

    def of_family(self, family: str) -> Tensor:
        return torch.tensor([name == family for name in self.families])

    def where(self, chosen: Tensor) -> "Rows":
        picked = chosen.nonzero()[:, 0].tolist()
        return Rows(self.features[chosen], [self.families[index] for index in picked], [self.groups[index] for index in picked])

    def folds(self) -> Tensor:
        """Which fold leaves each example out, by its group; -1: none does (scenes of mixed styles)."""
        number: dict[tuple[str, str], int] = {}
        for family in dict.fromkeys(self.families):
            names = sorted({group for of, group in zip(self.families, self.groups) if of == family and group != MIXED})
            number |= {(family, name): index % FOLDS for index, name in enumerate(names)}
        return torch.tensor([number.get(key, -1) for key in zip(self.families, self.groups)])


def fit(gate: Gate, rows: Rows, steps: int = 400) -> None:
    """Logistic regression with a strong penalty. Scenes weigh INSIDE_WEIGHT in all, outliers 1, shared by OUTSIDE_SHARES."""
    inside = rows.of_family(SCENES)
    with torch.no_grad():
        gate.centre.copy_(rows.features[inside].mean(0))
        gate.spread.copy_(rows.features.std(0) + 1e-3)
        gate.reading.weight.zero_()
        gate.reading.bias.zero_()
    weights = torch.zeros(len(rows.features))
    for family in set(rows.families):
        chosen = rows.of_family(family)
        weights[chosen] = OUTSIDE_SHARES.get(family, INSIDE_WEIGHT) / chosen.sum()
    wanted = 1.0 - inside.float()
    seen = gate.standardised(rows.features)
    optimiser = torch.optim.LBFGS(list(gate.reading.parameters()), max_iter=steps, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        logits = gate.reading(seen)[:, 0]
        loss = (weights * nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")).sum()
        loss = loss + PENALTY * gate.reading.weight.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)


def left_out_scores(gate: Gate, rows: Rows) -> dict[str, Tensor]:
    """Scores, by family, of examples whose style, photograph or kind of noise was left out of the fit. Changes the gate's reading."""
    folds, scores = rows.folds(), {family: [] for family in dict.fromkeys(rows.families)}
    mixed = torch.tensor([group == MIXED for group in rows.groups])
    for fold in range(FOLDS):
        fit(gate, rows.where((folds != fold) & ~mixed))
        tried = rows.where(folds == fold)
        with torch.no_grad():
            read = gate.read(tried.features)
        for family in scores:
            scores[family].append(read[tried.of_family(family)])
    return {family: torch.cat(parts) for family, parts in scores.items()}


def limit_of(scores: dict[str, Tensor]) -> float:
    """The lowest limit that rejects no more than MAY_REJECT of the scenes in a style left out: to miss an outlier is the worse error.

    Where that misses no outlier either, the limit is half-way to the lowest of them. It is never above HIGHEST_LIMIT.
    """
    scenes = scores[SCENES].sort(descending=True).values
    limit = scenes[math.floor(MAY_REJECT * len(scenes))].item()
    lowest = min((values.min().item() for family, values in scores.items() if family != SCENES), default=limit)
    return round(min(HIGHEST_LIMIT, max(limit, (limit + lowest) / 2)), 3)


def report(gate: Gate, groups: dict[str, Tensor], limit: float) -> dict[str, dict]:
    rows = {}
    for name, features in groups.items():
        with torch.no_grad():
            rows[name] = _row(gate.read(features), limit)
    return rows


def _row(scores: Tensor, limit: float) -> dict:
    return dict(images=len(scores), called_outside=round((scores > limit).float().mean().item(), 4), median_score=round(scores.median().item(), 3),
                lowest=round(scores.min().item(), 3), highest=round(scores.max().item(), 3))


def write(gate: Gate, folder: Path, found: dict[str, dict], limit: float) -> None:
    for parameter in gate.parameters():
        if parameter.numel() >= 256:
            parameter.data = parameter.data.half().float()
    export(gate, dict(pixel_values=torch.randn(2, 3, encoder.SIDE, encoder.SIDE)), ["outlier_score"], dict(pixel_values={0: "images"}), folder / "onnx" / "domain.onnx")
    (folder / "domain.json").write_text(json.dumps(dict(limit=limit, advice=ADVICE, input="encoder"), indent=2) + "\n")
    (folder / "domain-report.json").write_text(json.dumps(found, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, default=Path(".cache/export/encoder"), help="exported encoder: its first layers are read")
    parser.add_argument("--out", type=Path, help="folder to write to; default: the encoder's")
    parser.add_argument("--fit", type=int, default=800, help=f"scenes to fit on; {OUTSIDE_NUMBER} times as many outliers")
    parser.add_argument("--measure", type=int, default=400, help="scenes of each style to measure on")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    outliers.fetch()
    gate = Gate(restore(arguments.encoder)[0]).eval()
    rows = Rows.of(gate, itertools.chain(scenes_to_fit(arguments.fit), outliers_to_fit(OUTSIDE_NUMBER * arguments.fit)))
    left_out = left_out_scores(gate, rows)
    limit = limit_of(left_out)
    fit(gate, rows)
    found = {f"cross-validated for the limit: {family}": _row(scores, limit) for family, scores in left_out.items()}
    groups = {name: collect(gate, images) for name, images in measured(arguments.measure).items()}
    groups["photographs, all packages"] = torch.cat([features for name, features in groups.items() if name.startswith(PHOTOGRAPHS)])
    found |= report(gate, groups, limit)
    print(f"limit {limit}")
    for name, row in found.items():
        print(f"{name:45} {row['images']:5} images, {row['called_outside']:7.2%} called outside, scores {row['lowest']} .. {row['median_score']} .. {row['highest']}")
    write(gate, arguments.out or arguments.encoder, found, limit)


if __name__ == "__main__":
    main()
