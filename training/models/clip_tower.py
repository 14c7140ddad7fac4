"""Forward pass of CLIP-type transformers on transformers' own modules, fast on a CPU, and their start from the VLM's tower.

It computes what the modules compute (``tests/models/test_encoder.py`` and ``test_detector.py`` hold the two together);
one matrix product gives query, key and value, and training can leave patches out.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from torch import Tensor, nn

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
ACTIVATION = "gelu_pytorch_tanh"
CARRIER = 8.0


def normalise(images: Tensor) -> Tensor:
    """uint8 [B, H, W, 3] -> float [B, 3, H, W] with CLIP's mean and standard deviation."""
    mean, std = torch.tensor(CLIP_MEAN), torch.tensor(CLIP_STD)
    return ((images.float().div_(255.0) - mean) / std).permute(0, 3, 1, 2)


def layers(encoder: nn.Module, states: Tensor, heads: int, mask: Tensor | None = None, collect: list[Tensor] | None = None) -> Tensor:
    """Run pre-norm layers. `mask` [1 or B, 1, 1 or L, L] is added to the scores; `collect` receives every layer's output."""
    for layer in encoder.layers:
        states = _layer(layer, states, heads, mask)
        if collect is not None:
            collect.append(states)
    return states


def _layer(layer: nn.Module, states: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    attention = layer.self_attn
    batch, length, width = states.shape
    normed = layer.layer_norm1(states)
    weight = torch.cat([attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight])
    bias = torch.cat([attention.q_proj.bias, attention.k_proj.bias, attention.v_proj.bias])
    query, key, value = F.linear(normed, weight, bias).view(batch, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
    mixed = _attend(query, key, value, mask).transpose(1, 2).reshape(batch, length, width)
    states = states + attention.out_proj(mixed)
    return states + layer.mlp.fc2(F.gelu(layer.mlp.fc1(layer.layer_norm2(states)), approximate="tanh"))


def _attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    """Attention written out: on the CPU three times as fast, forward and back, as the fused one.

    The scores are far from where exp overflows, so no maximum is taken off; a column of ones makes the value product
    give the sum of the weights too, and the (smaller) result is divided instead of the weights. Without gradients the
    fused one is used, which is faster then and what gets exported.
    """
    if not torch.is_grad_enabled():
        return F.scaled_dot_product_attention(query, key, value, attn_mask=None if mask is None else mask.to(query.dtype))
    scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    summed = scores.exp() @ torch.cat([value, torch.ones_like(value[..., :1])], -1)
    return summed[..., :-1] / summed[..., -1:]


def patches(embeddings: nn.Module, pixels: Tensor, keep: Tensor | None = None) -> Tensor:
    """pixels [B, 3, side, side] -> class token and patches with positions, [B, 1 + N, width].

    `keep` [B, K]: the only patches to look at; training leaves out most of the empty ones.
    """
    size, side = embeddings.patch_size, embeddings.config.image_size // embeddings.patch_size
    batch = pixels.shape[0]
    cut = pixels.view(batch, 3, side, size, side, size).permute(0, 2, 4, 1, 3, 5).reshape(batch, side * side, 3 * size * size)
    position = embeddings.position_embedding.weight
    grid = position[1:]
    if keep is not None:
        cut = cut[torch.arange(batch)[:, None], keep]
        grid = grid[keep]
    states = F.linear(cut, embeddings.patch_embedding.weight.flatten(1)) + grid
    first = (embeddings.class_embedding + position[0]).expand(batch, 1, -1)
    return torch.cat([first.to(states.dtype), states], 1)


def kept(busy: np.ndarray, count: int, rng: np.random.Generator, empty: float = 0.25) -> np.ndarray:
    """Which patches to look at, [B, count]: first those with an object and their neighbours, but at least a part `empty` of others.

    `busy` bool [B, side, side]: patches that an object covers in part at least.
    """
    near = busy.copy()
    near[:, 1:] |= busy[:, :-1]
    near[:, :-1] |= busy[:, 1:]
    wide = near.copy()
    wide[:, :, 1:] |= near[:, :, :-1]
    wide[:, :, :-1] |= near[:, :, 1:]
    order = rng.random(busy.shape).reshape(len(busy), -1)
    order += np.where(busy.reshape(order.shape), 0.0, np.where(wide.reshape(order.shape), 0.7, 1.2))
    chosen = np.argsort(order, 1)
    sure = round(count * (1 - empty))
    rest = chosen[:, sure:]
    rest = np.take_along_axis(rest, np.argsort(rng.random(rest.shape), 1), 1)[:, : count - sure]
    return np.concatenate([chosen[:, :sure], rest], 1)


def text(model: nn.Module, ids: Tensor, heads: int, attention_mask: Tensor | None = None) -> Tensor:
    """ids [N, L] -> states at the end of text, [N, width]. Causal, so what follows the end of text changes nothing."""
    length = ids.shape[1]
    states = model.embeddings.token_embedding(ids) + model.embeddings.position_embedding.weight[:length]
    mask = torch.full((length, length), -1e4).triu(1)[None, None]
    if attention_mask is not None:
        mask = mask + (1.0 - attention_mask.float())[:, None, None] * -1e4
    states = model.final_layer_norm(layers(model.encoder, states, heads, mask))
    last = ids.argmax(-1)[:, None, None].expand(-1, 1, states.shape[-1])
    return states.gather(1, last)[:, 0]


@torch.no_grad()
def initialise(model: nn.Module, seed: int) -> None:
    """Random weights. Residual outputs start small, as many layers add into one stream."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        if name.endswith(("logit_scale", "logit_scale.bias", "logit_shift.bias")):
            continue
        if parameter.ndim == 1:
            if name.endswith("class_embedding"):
                parameter.normal_(0.0, 0.5, generator=generator)
            elif name.endswith("bias"):
                parameter.zero_()
            continue
        if name.endswith(("out_proj.weight", "fc2.weight")):
            parameter.normal_(0.0, 0.02 / math.sqrt(8), generator=generator)
        elif "token_embedding" in name:
            parameter.normal_(0.0, 0.05, generator=generator)
        elif "position_embedding" in name:
            parameter.normal_(0.0, 0.02, generator=generator)
        elif name.endswith(("logit_scale.weight", "logit_shift.weight", "dense2.weight")):
            parameter.normal_(0.0, 0.01, generator=generator)
        elif "patch_embedding" in name or "projection" in name or "dense" in name:
            parameter.normal_(0.0, 1.0 / math.sqrt(parameter[0].numel()), generator=generator)
        else:
            parameter.normal_(0.0, 0.04, generator=generator)


@torch.no_grad()
def start_from_vlm(vision: nn.Module, checkpoint: Path, sample: Tensor) -> None:
    """Copy the VLM's SigLIP-type tower into a CLIP-type one, exactly but for the added layer norm and class token.

    Patch kernels are resized so that a patch of another size, or of another normalisation, gives the same state.
    `sample`: pixels [B, 3, side, side] under CLIP's normalisation, to set the scale of the added layer norm.
    """
    tower = _tower_weights(checkpoint)
    embeddings = vision.embeddings
    kernel, bias = tower["embeddings.patch_embedding.weight"], tower["embeddings.patch_embedding.bias"]
    size, side = embeddings.patch_size, embeddings.config.image_size // embeddings.patch_size
    if kernel.shape[-1] != size:
        kernel = F.interpolate(kernel, size=(size, size), mode="bilinear", antialias=True) * (kernel.shape[-1] / size) ** 2
    # The VLM sees 2 x - 1, CLIP sees (x - mean) / std: x = std * clip + mean.
    mean, std = torch.tensor(CLIP_MEAN), torch.tensor(CLIP_STD)
    bias = bias + (kernel * (2 * mean - 1)[None, :, None, None]).sum((1, 2, 3))
    embeddings.patch_embedding.weight.copy_(kernel * (2 * std)[None, :, None, None])
    positions = tower["embeddings.position_embedding.weight"]
    old = math.isqrt(len(positions))
    grid = positions.T.view(1, -1, old, old)
    if old != side:
        grid = F.interpolate(grid, size=(side, side), mode="bicubic", align_corners=False)
    embeddings.position_embedding.weight[1:] = grid.flatten(2)[0].T + bias
    embeddings.position_embedding.weight[0] = 0.0
    for name, parameter in vision.encoder.named_parameters():
        parameter.copy_(tower[f"encoder.{name}"])
    # The added layer norm: a fixed pattern, strong beside the states, sets its deviation, so that it passes the states on
    # almost as they are; its bias takes the pattern off again.
    width = embeddings.config.hidden_size
    pattern = CARRIER * torch.where(torch.rand(width, generator=torch.Generator().manual_seed(0)) < 0.5, -1.0, 1.0)
    embeddings.position_embedding.weight += pattern
    states = patches(embeddings, sample)[:, 1:]
    norm = vision.pre_layrnorm if hasattr(vision, "pre_layrnorm") else vision.pre_layernorm
    norm.weight.fill_(float(states.std(-1, correction=0).mean()))
    norm.bias.copy_(states.mean() - (pattern - pattern.mean()))
    vision.post_layernorm.weight.copy_(tower["post_layernorm.weight"])
    vision.post_layernorm.bias.copy_(tower["post_layernorm.bias"])


def _tower_weights(checkpoint: Path) -> dict[str, Tensor]:
    """The tower's weights from a folder written by save_pretrained, or from a training checkpoint of the VLM."""
    if checkpoint.is_dir():
        with safe_open(checkpoint / "model.safetensors", "pt") as file:
            weights = {name: file.get_tensor(name) for name in file.keys() if "vision_model." in name}
    else:
        stored = torch.load(checkpoint, map_location="cpu", weights_only=True)
        weights = stored.get("model", stored)
    tower = {name.split("vision_model.", 1)[1]: value.float() for name, value in weights.items() if "vision_model." in name}
    if not tower:
        raise SystemExit(f"{checkpoint} has no weights named *vision_model.*: it is no checkpoint of the VLM")
    return tower
