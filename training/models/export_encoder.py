"""Export the encoder as a folder in the published CLIP layout.

    python -m models.export_encoder --from .cache/sight --out .cache/export/encoder

`onnx/vision_model.onnx`: pixel_values float [images, 3, 384, 384] -> image_embeds [images, d].
`onnx/text_model.onnx`: input_ids, attention_mask int64 [texts, length] -> text_embeds [texts, d].
Both are as projected: whoever compares them divides by their length. `clue.json` holds the threshold of the relevance scan.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import CLIPModel

from models import clip_tokenizer, clip_tower, encoder
from models.export_graph import export, rounded
from models.sight import Sight, restore_sight
from models.weights import load_weights


class VisionGraph(nn.Module):
    def __init__(self, model: CLIPModel):
        super().__init__()
        self.model = model

    def forward(self, pixel_values: Tensor) -> Tensor:
        return encoder.project_images(self.model, pixel_values)


class TextGraph(nn.Module):
    def __init__(self, model: CLIPModel):
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return self.model.text_projection(clip_tower.text(self.model.text_model, input_ids, encoder.TEXT_HEADS, attention_mask))


def preprocessor() -> dict:
    return dict(
        image_processor_type="CLIPImageProcessor", feature_extractor_type="CLIPFeatureExtractor", do_resize=True,
        size=dict(shortest_edge=encoder.SIDE), resample=3, do_center_crop=True, crop_size=dict(height=encoder.SIDE, width=encoder.SIDE),
        do_rescale=True, rescale_factor=1 / 255, do_normalize=True, image_mean=list(clip_tower.CLIP_MEAN), image_std=list(clip_tower.CLIP_STD),
        do_convert_rgb=True,
    )


def restore(folder: Path) -> tuple[CLIPModel, Tokenizer]:
    """An exported encoder in transformers' module, and its tokenizer."""
    tokenizer = clip_tokenizer.load(folder)
    model = encoder.build(encoder.config(tokenizer.get_vocab_size()))
    load_weights(model, folder, absent=("logit_scale",))
    return model.eval(), tokenizer


def write(sight: Sight, out: Path) -> list[Path]:
    model = sight.full_encoder()
    rounded(model)
    clip_tokenizer.save(sight.sentences, out, encoder.TEXT_LENGTH, pad=clip_tokenizer.END)
    model.config.architectures = ["CLIPModel"]
    model.config.save_pretrained(out)
    (out / "preprocessor_config.json").write_text(json.dumps(preprocessor(), indent=2) + "\n")
    vision, text = out / "onnx" / "vision_model.onnx", out / "onnx" / "text_model.onnx"
    export(VisionGraph(model), dict(pixel_values=torch.randn(2, 3, encoder.SIDE, encoder.SIDE)), ["image_embeds"], dict(pixel_values={0: "images"}), vision)
    ids = torch.randint(1, 100, (3, 9))
    free = {0: "texts", 1: "length"}
    export(TextGraph(model), dict(input_ids=ids, attention_mask=torch.ones_like(ids)), ["text_embeds"], dict(input_ids=free, attention_mask=free), text)
    return [vision, text]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="start", type=Path, default=Path(".cache/sight"))
    parser.add_argument("--out", type=Path, default=Path(".cache/export/encoder"))
    arguments = parser.parse_args()
    for file in write(restore_sight(arguments.start), arguments.out):
        print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
