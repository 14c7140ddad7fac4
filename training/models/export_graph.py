"""Writes a module as an ONNX file in the published form: parameters under their names, stored as fp16, widened at load."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

OPSET = 18
STORED = "_fp16"
SMALL = 256  # tensors with fewer elements stay fp32: they cost nothing


def export(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], dynamic: dict[str, dict[int, str]], path: Path, half: bool = True) -> None:
    """Trace `module` on `inputs`. `dynamic`: input name -> axis -> name of the free dimension."""
    path.parent.mkdir(parents=True, exist_ok=True)
    dimensions = {name: torch.export.Dim(name, min=1) for axes in dynamic.values() for name in axes.values()}
    shapes = {name: {axis: dimensions[dimension] for axis, dimension in dynamic.get(name, {}).items()} for name in inputs}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module.eval(), (), kwargs=inputs, input_names=list(inputs), output_names=outputs, dynamic_shapes=shapes,
            opset_version=OPSET, dynamo=True, optimize=False, external_data=False, verbose=False,
        )
    model = program.model_proto
    _rename(model)
    if half:
        _store_half(model)
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        value.doc_string = ""
        if hasattr(value, "metadata_props"):
            del value.metadata_props[:]
    del model.graph.value_info[:]
    del model.functions[:]
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    model.producer_name, model.producer_version = "clue", ""
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def _rename(model: onnx.ModelProto) -> None:
    """Take the wrapper's prefix `model.` off the parameters' names."""
    names = {tensor.name: tensor.name.removeprefix("model.") for tensor in model.graph.initializer}
    for tensor in model.graph.initializer:
        tensor.name = names[tensor.name]
    for node in model.graph.node:
        for index, name in enumerate(node.input):
            node.input[index] = names.get(name, name)


def _store_half(model: onnx.ModelProto) -> None:
    graph = model.graph
    casts = []
    used = {name for node in graph.node for name in node.input}
    for tensor in list(graph.initializer):
        if tensor.name not in used:
            graph.initializer.remove(tensor)
            continue
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < SMALL:
            continue
        if np.abs(values).max() > 6e4:
            raise ValueError(f"{tensor.name} has values that fp16 cannot hold")
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name))
        casts.append(helper.make_node("Cast", [name], [name + STORED], name=f"widen_{name}", to=TensorProto.FLOAT))
        for node in graph.node:
            for index, used_name in enumerate(node.input):
                if used_name == name:
                    node.input[index] = name + STORED
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)


def rounded(module: nn.Module) -> None:
    """Round parameters to what fp16 holds, so that PyTorch and the file compute with the same weights."""
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.numel() >= SMALL:
                parameter.copy_(parameter.half().float())
