"""Check an exported detector: the ONNX file against transformers' OwlViTForObjectDetection on the same weights.

    python -m models.check_detector --model .cache/export/detector
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from models import clip_tokenizer, detector
from models.export_detector import restore

TOLERANCE = 1e-4
QUERIES = ("dog", "a red car", "upside-down house", "police officer", "")


def differences(folder: Path, seed: int = 0) -> dict[str, float]:
    """Largest absolute difference per output: probabilities for the logits, parts of the image for the boxes."""
    model, tokenizer = restore(folder)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(folder / "onnx" / "model.onnx", options, providers=["CPUExecutionProvider"])
    ids, mask = (np.array(rows) for rows in clip_tokenizer.encode(tokenizer, list(QUERIES), detector.TEXT_LENGTH, detector.PAD))
    spare = detector.TEXT_LENGTH - ids.shape[1]
    ids, mask = np.pad(ids, ((0, 0), (0, spare))), np.pad(mask, ((0, 0), (0, spare)))
    ids[-1] = 0  # a padded query
    pixels = np.random.default_rng(seed).standard_normal((1, 3, detector.SIDE, detector.SIDE), dtype=np.float32)
    with torch.no_grad():
        wanted = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask), pixel_values=torch.from_numpy(pixels))
    got = dict(zip((output.name for output in session.get_outputs()), session.run(None, dict(input_ids=ids, attention_mask=mask, pixel_values=pixels))))
    if got["logits"].shape != (1, detector.GRID**2, len(QUERIES)) or got["pred_boxes"].shape != (1, detector.GRID**2, 4):
        raise SystemExit(f"unexpected shapes: logits {got['logits'].shape}, pred_boxes {got['pred_boxes'].shape}")
    found = {name: float(np.abs(got[name][..., :-1] - getattr(wanted, name).numpy()[..., :-1]).max()) for name in ("logits",)}
    found |= {name: float(np.abs(got[name] - getattr(wanted, name).numpy()).max()) for name in ("pred_boxes", "image_embeds")}
    found["text_embeds"] = float(np.abs(got["text_embeds"][:, :-1] - wanted.text_embeds.numpy()[:, :-1]).max())
    if not (got["logits"][..., -1] < -1e30).all():
        raise SystemExit("a padded query is not masked: its logits must be the smallest float")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path(".cache/export/detector"))
    found = differences(parser.parse_args().model)
    for name, value in found.items():
        print(f"{name}: {value:.2e}")
    if max(found.values()) > TOLERANCE:
        raise SystemExit(f"the exported detector differs by more than {TOLERANCE}: export it again and compare the graph's weights")


if __name__ == "__main__":
    main()
