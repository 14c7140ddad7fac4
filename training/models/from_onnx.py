"""Rebuilds the transformers folder (config, tokenizer, safetensors) of an exported model from its ONNX files.

    python -m models.from_onnx .cache/export/vlm --out .cache/vlm-hf

Needed for servers and converters that read safetensors, and to train on from what was shipped.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from transformers import Idefics3Config, Idefics3ForConditionalGeneration

GRAPHS = ("vision_encoder", "embed_tokens", "decoder_model_merged")
TIED = ("lm_head.weight", "model.text_model.embed_tokens.weight")


def weights(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters that an exported folder's graphs hold, under transformers' names, as fp32."""
    found: dict[str, torch.Tensor] = {}
    for graph in GRAPHS:
        file = folder / "onnx" / f"{graph}.onnx"
        if not file.exists():
            raise SystemExit(f"{file} is missing: give a folder that models.export_vlm wrote")
        for tensor in onnx.load(file).graph.initializer:
            if tensor.name.startswith("model."):
                found[tensor.name] = torch.from_numpy(numpy_helper.to_array(tensor).astype("float32"))
    found[TIED[0]] = found[TIED[1]]
    return found


def model(folder: Path) -> Idefics3ForConditionalGeneration:
    built = Idefics3ForConditionalGeneration(Idefics3Config.from_pretrained(folder))
    built.load_state_dict(weights(folder))
    return built.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model(arguments.folder).save_pretrained(arguments.out)
    for file in sorted(arguments.folder.glob("*.json")):
        shutil.copy(file, arguments.out / file.name)
    print(arguments.out)


if __name__ == "__main__":
    main()
