"""The domain gate: is an image of the drawn world at all? Fitted on the first layers of the encoder's vision tower.

    python -m models.domain --encoder .cache/export/encoder

Writes onnx/domain.onnx and domain.json beside the encoder, and the measured rates to domain-report.json. Why it is made
this way: docs/adr/0040-domain-gate.md.

A linear reading of the mean and the deviation, over the patches, of the states before and after the first layers. Early
layers see texture, edges and flatness, which tell drawings from photographs in any style; late ones see which pictogram
it is, which would tie the gate to the styles that it was fitted on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from transformers import CLIPModel

from models import clip_tower, encoder, outliers
from models.export_encoder import restore
from models.export_graph import export
from pictosafe.draw import draw

LAYERS = 3
LIMIT = 0.5
FIT_SEED, MEASURE_SEED = 6_000_000, 11_000_000  # training seeds to fit, development seeds to measure
PENALTY = 1e-2
INSIDE_WEIGHT = 2.0
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

    def read(self, features: Tensor) -> Tensor:
        return self.reading(((features - self.centre) / self.spread).clamp(-4.0, 4.0))[:, 0].sigmoid()

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


def scenes_to_fit(count: int) -> Iterable[Image.Image]:
    """Scenes as drawn, packed as JPEG, cut, and at other sizes: what people make of pictures on the way."""
    rng = random.Random(1)
    for index in range(count):
        image = scene(FIT_SEED + index)
        roll = rng.random()
        if roll < 0.3:
            image = outliers.packed(image, rng, 50, 95)
        elif roll < 0.45:
            side = rng.randint(160, 400)
            image = image.resize((side, side), Image.BICUBIC)
        elif roll < 0.6:
            x, y, w, h = rng.randint(0, 150), rng.randint(0, 150), rng.randint(256, 360), rng.randint(256, 360)
            image = image.crop((x, y, x + w, y + h))
        yield image


def outliers_to_fit(count: int) -> Iterable[Image.Image]:
    rng = random.Random(2)
    photographs = [outliers.photograph(path) for path in outliers.fit_photographs()]
    for index in range(count):
        kind = index % 4
        yield (outliers.noise(index, outliers.FIT_NOISE) if kind == 0 else outliers.page(index) if kind == 1
               else outliers.varied(photographs[rng.randrange(len(photographs))], rng))


def measured(count: int) -> dict[str, Iterable[Image.Image]]:
    """Groups of images that the gate was not fitted on; those that begin with `scenes` are inside."""
    rng = random.Random(3)
    groups: dict[str, Iterable[Image.Image]] = {
        "scenes, trained styles": (scene(MEASURE_SEED + k) for k in range(count)),
        "scenes, OpenMoji (never trained on)": (scene(MEASURE_SEED + count + k, ("openmoji",)) for k in range(count)),
        "scenes, trained styles, JPEG": (outliers.packed(scene(MEASURE_SEED + 3 * count + k), rng) for k in range(count // 4)),
        "noise, kinds not fitted": (outliers.noise(900 + k, outliers.MEASURE_NOISE) for k in range(count // 4)),
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


def fit(gate: Gate, inside: Tensor, outside: Tensor, steps: int = 400) -> None:
    """Logistic regression with a strong penalty; both sides weigh the same, times INSIDE_WEIGHT for the inside."""
    both = torch.cat([inside, outside])
    with torch.no_grad():
        gate.centre.copy_(inside.mean(0))
        gate.spread.copy_(both.std(0) + 1e-3)
        gate.reading.weight.zero_()
        gate.reading.bias.zero_()
    wanted = torch.cat([torch.zeros(len(inside)), torch.ones(len(outside))])
    weights = torch.where(wanted == 0, INSIDE_WEIGHT / len(inside), 1.0 / len(outside))
    rows = ((both - gate.centre) / gate.spread).clamp(-4.0, 4.0)
    parameters = list(gate.reading.parameters())
    optimiser = torch.optim.LBFGS(parameters, max_iter=steps, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        logits = gate.reading(rows)[:, 0]
        loss = (weights * nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")).sum()
        loss = loss + PENALTY * gate.reading.weight.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)


def report(gate: Gate, groups: dict[str, Tensor]) -> dict[str, dict]:
    rows = {}
    for name, features in groups.items():
        with torch.no_grad():
            scores = gate.read(features)
        outside = (scores > LIMIT).float().mean().item()
        rows[name] = dict(images=len(scores), called_outside=round(outside, 4), median_score=round(scores.median().item(), 3),
                          lowest=round(scores.min().item(), 3), highest=round(scores.max().item(), 3))
    return rows


def write(gate: Gate, folder: Path, found: dict[str, dict]) -> None:
    for parameter in gate.parameters():
        if parameter.numel() >= 256:
            parameter.data = parameter.data.half().float()
    export(gate, dict(pixel_values=torch.randn(2, 3, encoder.SIDE, encoder.SIDE)), ["outlier_score"], dict(pixel_values={0: "images"}), folder / "onnx" / "domain.onnx")
    (folder / "domain.json").write_text(json.dumps(dict(limit=LIMIT, advice=ADVICE, input="encoder"), indent=2) + "\n")
    (folder / "domain-report.json").write_text(json.dumps(found, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, default=Path(".cache/export/encoder"), help="exported encoder: its first layers are read")
    parser.add_argument("--out", type=Path, help="folder to write to; default: the encoder's")
    parser.add_argument("--fit", type=int, default=800, help="images of each side to fit on")
    parser.add_argument("--measure", type=int, default=400, help="scenes of each style to measure on")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    outliers.fetch()
    gate = Gate(restore(arguments.encoder)[0]).eval()
    fit(gate, collect(gate, scenes_to_fit(arguments.fit)), collect(gate, outliers_to_fit(arguments.fit)))
    found = report(gate, {name: collect(gate, images) for name, images in measured(arguments.measure).items()})
    for name, row in found.items():
        print(f"{name:45} {row['images']:5} images, {row['called_outside']:7.2%} called outside, scores {row['lowest']} .. {row['median_score']} .. {row['highest']}")
    write(gate, arguments.out or arguments.encoder, found)


if __name__ == "__main__":
    main()
