"""Export the detector as a folder in the published OWL-ViT layout.

    python -m models.export_detector --from .cache/sight --out .cache/export/detector

`onnx/model.onnx`: input_ids, attention_mask int64 [queries, 16], pixel_values float [1, 3, 384, 384] ->
logits [1, 576, queries], pred_boxes [1, 576, 4], text_embeds [1, queries, d], image_embeds [1, 24, 24, width].
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import OwlViTForObjectDetection

from models import clip_tokenizer, clip_tower, detector
from models.export_graph import export, rounded
from models.sight import UNUSED, Sight, restore_sight
from models.weights import load_weights

SMALL_REGION = 0.08  # of an image: what is smaller is looked at enlarged (chosen on development pictures, models/cards/detector.md)
TILES = 2  # along each side, of the tiles that small things are looked for in (the same)


class Graph(nn.Module):
    def __init__(self, model: OwlViTForObjectDetection):
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor, pixel_values: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        owlvit = self.model.owlvit
        texts = owlvit.text_projection(clip_tower.text(owlvit.text_model, input_ids, detector.TEXT_HEADS, attention_mask))
        texts = texts / texts.norm(dim=-1, keepdim=True)
        states, _ = detector.features(self.model, pixel_values)
        logits, boxes = detector.heads(self.model, states, texts)
        logits = torch.where(input_ids[:, 0] > 0, logits, torch.finfo(torch.float32).min)
        return logits, boxes, texts[None], states.view(-1, detector.GRID, detector.GRID, detector.WIDTH)


def preprocessor() -> dict:
    return dict(
        image_processor_type="OwlViTImageProcessor", feature_extractor_type="OwlViTFeatureExtractor", do_resize=True,
        size=dict(height=detector.SIDE, width=detector.SIDE), resample=3, do_center_crop=False,
        crop_size=dict(height=detector.SIDE, width=detector.SIDE), do_rescale=True, rescale_factor=1 / 255, do_normalize=True,
        image_mean=list(clip_tower.CLIP_MEAN), image_std=list(clip_tower.CLIP_STD), do_convert_rgb=True,
    )


def restore(folder: Path) -> tuple[OwlViTForObjectDetection, Tokenizer]:
    """An exported detector in transformers' module, and its tokenizer."""
    tokenizer = clip_tokenizer.load(folder)
    model = detector.build(detector.config(tokenizer.get_vocab_size()))
    load_weights(model, folder, absent=UNUSED)
    return model.eval(), tokenizer


def write(sight: Sight, out: Path) -> Path:
    model = sight.detector
    rounded(model)
    clip_tokenizer.save(sight.phrases, out, detector.TEXT_LENGTH, pad=clip_tokenizer.FIRST)
    model.config.architectures = ["OwlViTForObjectDetection"]
    model.config.save_pretrained(out)
    (out / "preprocessor_config.json").write_text(json.dumps(preprocessor(), indent=2) + "\n")
    # Queries were bare in training. What is small is missed or found loosely, and the model that looks has 288 px: see the card.
    (out / "clue.json").write_text(json.dumps(dict(query_template="{object}", small_region=SMALL_REGION, tiles=TILES), indent=2) + "\n")
    ids = torch.randint(1, 100, (3, detector.TEXT_LENGTH))
    inputs = dict(input_ids=ids, attention_mask=torch.ones_like(ids), pixel_values=torch.randn(1, 3, detector.SIDE, detector.SIDE))
    queries = {0: "queries"}
    file = out / "onnx" / "model.onnx"
    export(Graph(model), inputs, ["logits", "pred_boxes", "text_embeds", "image_embeds"], dict(input_ids=queries, attention_mask=queries), file)
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="start", type=Path, default=Path(".cache/sight"))
    parser.add_argument("--out", type=Path, default=Path(".cache/export/detector"))
    arguments = parser.parse_args()
    file = write(restore_sight(arguments.start), arguments.out)
    print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
