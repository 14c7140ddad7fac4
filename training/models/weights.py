"""Reading and writing weights: safetensors folders of save_pretrained, checkpoints, and shipped ONNX files under their HF names."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import nn


def load_weights(model: nn.Module, folder: Path, absent: tuple[str, ...] = ()) -> None:
    """From a run's `checkpoint.pt`, `model.safetensors`, or the initialisers of `onnx/*.onnx`, which bear the parameters' names.

    `absent`: parameters that may be missing, as the graphs do not need them.
    """
    tensors, checkpoint = folder / "model.safetensors", folder / "checkpoint.pt"
    if checkpoint.exists():
        stored = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
        weights = {name.removeprefix("model."): value for name, value in stored.items()}
    elif tensors.exists():
        weights = load_file(tensors)
    else:
        files = sorted((folder / "onnx").glob("*.onnx"))
        if not files:
            raise SystemExit(f"{folder} has no checkpoint.pt, model.safetensors or onnx/*.onnx: give a folder written by training or by export")
        weights = {}
        for file in files:
            for tensor in onnx.load(file).graph.initializer:
                weights[tensor.name] = torch.from_numpy(numpy_helper.to_array(tensor).copy())
    wanted = dict(model.named_parameters())
    missing = [name for name in wanted if name not in weights and name not in absent]
    if missing:
        raise SystemExit(f"{folder} lacks {len(missing)} of {len(wanted)} weights, the first is {missing[0]}: it holds another model")
    with torch.no_grad():
        for name, parameter in wanted.items():
            if name not in weights:
                continue
            parameter.copy_(weights[name].float().reshape(parameter.shape))
