"""Reading and writing weights: safetensors folders of save_pretrained, and shipped ONNX files under their HF names."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import nn


def write_folder(model: nn.Module, folder: Path) -> None:
    model.save_pretrained(folder)


def load_weights(model: nn.Module, folder: Path) -> None:
    """From `model.safetensors`, else from the initialisers of `onnx/*.onnx`, which bear the parameters' names."""
    tensors = folder / "model.safetensors"
    if tensors.exists():
        weights = load_file(tensors)
    else:
        files = sorted((folder / "onnx").glob("*.onnx"))
        if not files:
            raise SystemExit(f"{folder} has neither model.safetensors nor onnx/*.onnx: give a folder written by training or by export")
        weights = {}
        for file in files:
            for tensor in onnx.load(file).graph.initializer:
                weights[tensor.name] = torch.from_numpy(numpy_helper.to_array(tensor).copy())
    wanted = dict(model.named_parameters())
    missing = [name for name in wanted if name not in weights]
    if missing:
        raise SystemExit(f"{folder} lacks {len(missing)} of {len(wanted)} weights, the first is {missing[0]}: it holds another model")
    with torch.no_grad():
        for name, parameter in wanted.items():
            parameter.copy_(weights[name].float().reshape(parameter.shape))
