"""Check an exported encoder: the ONNX files against transformers' CLIPModel and CLIP tokenizer on the same weights.

    python -m models.check_encoder --model .cache/export/encoder
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from models import encoder
from models.export_encoder import restore

TOLERANCE = 1e-4
TEXTS = ("A child must not touch a weapon.", "no candle may be inside a tent", "dog")


def differences(folder: Path, seed: int = 0) -> dict[str, float]:
    """Largest absolute difference of unit vectors, per graph."""
    model, tokenizer = restore(folder)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    rng = np.random.default_rng(seed)
    pixels = rng.standard_normal((3, 3, encoder.SIDE, encoder.SIDE), dtype=np.float32)
    vision = ort.InferenceSession(folder / "onnx" / "vision_model.onnx", options, providers=["CPUExecutionProvider"])
    text = ort.InferenceSession(folder / "onnx" / "text_model.onnx", options, providers=["CPUExecutionProvider"])
    rows = [tokenizer.encode(value).ids for value in TEXTS]
    longest = max(map(len, rows))
    pad = model.config.text_config.pad_token_id
    ids = np.array([row + [pad] * (longest - len(row)) for row in rows])
    mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    with torch.no_grad():
        images = model.get_image_features(torch.from_numpy(pixels)).pooler_output.numpy()
        texts = model.get_text_features(torch.from_numpy(ids), torch.from_numpy(mask)).pooler_output.numpy()
    got_images = vision.run(None, {"pixel_values": pixels})[0]
    got_texts = text.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    alone = np.concatenate([text.run(None, {"input_ids": np.array([row]), "attention_mask": np.ones((1, len(row)), np.int64)})[0] for row in rows])
    return dict(vision=_difference(images, got_images), text=_difference(texts, got_texts), padding=_difference(got_texts, alone))




def _difference(first: np.ndarray, second: np.ndarray) -> float:
    unit = [rows / np.linalg.norm(rows, axis=-1, keepdims=True) for rows in (first, second)]
    return float(np.abs(unit[0] - unit[1]).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path(".cache/export/encoder"))
    found = differences(parser.parse_args().model)
    for name, value in found.items():
        print(f"{name}: {value:.2e}")
    if max(found.values()) > TOLERANCE:
        raise SystemExit(f"the exported encoder differs by more than {TOLERANCE}: export it again and compare the graph's weights")


if __name__ == "__main__":
    main()
