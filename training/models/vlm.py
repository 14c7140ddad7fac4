"""The bundled vision-language model: Idefics3 (SmolVLM) layout at a small size, and its training-time forward pass.

The parameters live in transformers' own modules, so that ``save_pretrained`` writes the published layout. The forward
pass below computes the same function (``tests/models/test_vlm.py`` holds the two together) on packed rows: many
questions share one image and one instruction, kept apart by a mask.
"""

from __future__ import annotations

import functools
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import Idefics3Config, Idefics3ForConditionalGeneration, LlamaConfig

SIDE = 288
PATCH = 12
SCALE_FACTOR = 3
GRID = SIDE // PATCH
IMAGE_TOKENS = (GRID // SCALE_FACTOR) ** 2


def config(vocabulary: int, image_token: int, bos: int, eos: int, pad: int, width: int = 192, layers: int = 6) -> Idefics3Config:
    text = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        intermediate_size=512,
        num_hidden_layers=layers,
        num_attention_heads=6,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=2048,
        # Slow rotation: most of a head's 32 dimensions must stay comparable between a question and the image before it.
        rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        bos_token_id=bos,
        eos_token_id=eos,
        pad_token_id=pad,
    )
    vision = dict(
        hidden_size=width,
        intermediate_size=512,
        num_hidden_layers=layers,
        num_attention_heads=6,
        image_size=SIDE,
        patch_size=PATCH,
        hidden_act="gelu_pytorch_tanh",
    )
    return Idefics3Config(
        vision_config=vision,
        text_config=text,
        scale_factor=SCALE_FACTOR,
        image_token_id=image_token,
        tie_word_embeddings=True,
        bos_token_id=bos,
        eos_token_id=eos,
        pad_token_id=pad,
    )


def build(cfg: Idefics3Config, seed: int = 0) -> Idefics3ForConditionalGeneration:
    """A model with random weights. Residual outputs start small, as many layers add into one stream."""
    torch.manual_seed(seed)
    model = Idefics3ForConditionalGeneration(cfg)
    layers = cfg.text_config.num_hidden_layers
    for name, parameter in model.named_parameters():
        if parameter.ndim == 1:
            continue
        if name.endswith(("o_proj.weight", "down_proj.weight", "out_proj.weight", "fc2.weight")):
            nn.init.normal_(parameter, 0.0, 0.02 / math.sqrt(2 * layers))
        elif "embed_tokens" in name or "lm_head" in name:
            nn.init.normal_(parameter, 0.0, 0.05)
        elif "position_embedding" in name:
            nn.init.normal_(parameter, 0.0, 0.02)
        elif "patch_embedding" in name or "modality_projection" in name:
            nn.init.normal_(parameter, 0.0, 1.0 / math.sqrt(parameter[0].numel()))
        else:
            nn.init.normal_(parameter, 0.0, 0.04)
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(parameter)
    model.tie_weights()
    return model


def see(model: Idefics3ForConditionalGeneration, pixels: Tensor) -> tuple[Tensor, Tensor]:
    """pixels [B, 3, SIDE, SIDE] in -1..1 -> patch states [B, GRID * GRID, width], image tokens [B, 64, width]."""
    states = tower(model, pixels)
    return states, model.model.connector(states)


def tower(model: Idefics3ForConditionalGeneration, pixels: Tensor) -> Tensor:
    """pixels [B, 3, SIDE, SIDE] in -1..1 -> patch states [B, GRID * GRID, width]."""
    vision = model.model.vision_model
    embeddings = vision.embeddings
    batch = pixels.shape[0]
    patches = pixels.view(batch, 3, GRID, PATCH, GRID, PATCH).permute(0, 2, 4, 1, 3, 5).reshape(batch, GRID * GRID, 3 * PATCH * PATCH)
    weight = embeddings.patch_embedding.weight.flatten(1)
    states = F.linear(patches, weight, embeddings.patch_embedding.bias) + embeddings.position_embedding.weight
    heads = vision.config.num_attention_heads
    for layer in vision.encoder.layers:
        states = _tower_layer(layer, states, heads)
    return vision.post_layernorm(states)


def decode(model: Idefics3ForConditionalGeneration, states: Tensor, positions: Tensor, mask: Tensor) -> Tensor:
    """states [B, L, width], positions [B, L], mask [B, 1, L, L] added to the scores -> normed last states [B, L, width]."""
    return decode_layers(model, states, positions, mask)[-1]


def decode_layers(model: Idefics3ForConditionalGeneration, states: Tensor, positions: Tensor, mask: Tensor) -> list[Tensor]:
    """What `decode` returns, after the states between the layers, first those that enter."""
    text = model.model.text_model
    cos, sin = rope(text.config, positions)
    between = [states]
    for layer in text.layers:
        states = _decoder_layer(layer, states, cos, sin, mask, text.config.num_attention_heads, text.config.num_key_value_heads)
        between.append(states)
    between[-1] = text.norm(states)
    return between


def rope(cfg: LlamaConfig, positions: Tensor) -> tuple[Tensor, Tensor]:
    table = _rope_table(cfg.head_dim, cfg.rope_parameters["rope_theta"], cfg.max_position_embeddings, positions.device)
    angles = table[positions]
    return angles.cos()[:, None], angles.sin()[:, None]


@functools.cache
def _rope_table(head_dim: int, theta: float, length: int, device: torch.device) -> Tensor:
    frequencies = 1.0 / theta ** (torch.arange(0, head_dim, 2, dtype=torch.float32, device=device) / head_dim)
    angles = torch.arange(length, dtype=torch.float32, device=device)[:, None] * frequencies
    return torch.cat([angles, angles], -1)


def _tower_layer(layer: nn.Module, states: Tensor, heads: int) -> Tensor:
    attention = layer.self_attn
    batch, length, width = states.shape
    normed = layer.layer_norm1(states)
    weight = torch.cat([attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight])
    bias = torch.cat([attention.q_proj.bias, attention.k_proj.bias, attention.v_proj.bias])
    query, key, value = F.linear(normed, weight, bias).view(batch, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
    mixed = _weighted(query, key, value, None).transpose(1, 2).reshape(batch, length, width)
    states = states + attention.out_proj(mixed)
    return states + layer.mlp.fc2(F.gelu(layer.mlp.fc1(layer.layer_norm2(states)), approximate="tanh"))


def _decoder_layer(layer: nn.Module, states: Tensor, cos: Tensor, sin: Tensor, mask: Tensor, heads: int, kv_heads: int) -> Tensor:
    attention = layer.self_attn
    batch, length, width = states.shape
    size = attention.head_dim
    normed = layer.input_layernorm(states)
    weight = torch.cat([attention.q_proj.weight, attention.k_proj.weight, attention.v_proj.weight])
    query, key, value = F.linear(normed, weight).view(batch, length, heads + 2 * kv_heads, size).split([heads, kv_heads, kv_heads], 2)
    query = _rotate(query.transpose(1, 2), cos, sin)
    key = _rotate(key.transpose(1, 2), cos, sin).repeat_interleave(heads // kv_heads, 1)
    value = value.transpose(1, 2).repeat_interleave(heads // kv_heads, 1)
    mixed = _attend(query, key, value, mask).transpose(1, 2).reshape(batch, length, heads * size)
    states = states + attention.o_proj(mixed)
    normed = layer.post_attention_layernorm(states)
    gate, up = F.linear(normed, torch.cat([layer.mlp.gate_proj.weight, layer.mlp.up_proj.weight])).chunk(2, -1)
    return states + layer.mlp.down_proj(F.silu(gate) * up)


def _attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Attention of a packed row. mask is [B, 1, L, L], or the short form [B, groups, window, prefix + window].

    In the short form the first ``prefix`` tokens are causal among themselves, and every group of ``window`` tokens sees
    the prefix and, by the mask, itself: a third of the full matrix.
    """
    if mask.shape[1] == 1 and mask.shape[2] == mask.shape[3]:
        return _weighted(query, key, value, mask)
    batch, heads, length, size = query.shape
    groups, window, seen = mask.shape[1:]
    prefix = seen - window
    causal = torch.full((prefix, prefix), -1e4, dtype=mask.dtype, device=mask.device).triu(1)
    first = _weighted(query[:, :, :prefix], key[:, :, :prefix], value[:, :, :prefix], causal)

    def split(states: Tensor) -> tuple[Tensor, Tensor]:
        return states[:, :, :prefix], states[:, :, prefix:].reshape(batch * heads * groups, window, size)

    (shared_key, own_key), (shared_value, own_value) = split(key), split(value)
    asked = query[:, :, prefix:]
    to_prefix = asked @ shared_key.transpose(-1, -2)
    to_own = asked.reshape(batch * heads * groups, window, size) @ own_key.transpose(-1, -2)
    scores = torch.cat([to_prefix.view(batch, heads, groups, window, prefix), to_own.view(batch, heads, groups, window, window)], -1)
    weights = _softmax(scores * size**-0.5 + mask[:, None])
    rest = weights[..., :prefix].reshape(batch, heads, groups * window, prefix) @ shared_value
    own = weights[..., prefix:].reshape(batch * heads * groups, window, window) @ own_value
    return torch.cat([first, rest + own.view(batch, heads, groups * window, size)], 2)


def _weighted(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
    scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5
    return _softmax(scores if mask is None else scores + mask) @ value


def _softmax(scores: Tensor) -> Tensor:
    """Softmax written out: measured on the CPU it is twice as fast as the fused attention it would be matched to."""
    exponent = (scores - scores.detach().amax(-1, keepdim=True)).float().exp()
    return (exponent / exponent.sum(-1, keepdim=True)).to(scores.dtype)


def _rotate(states: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second = states.chunk(2, -1)
    return (states * cos + torch.cat([-second, first], -1) * sin).to(states.dtype)


def packed_mask(segments: Tensor, parents: Tensor) -> Tensor:
    """Tree mask of a packed row, [B, 1, L, L], 0 or a large negative number.

    A token sees earlier tokens of segment 0 (the image), of its own segment and of its segment's parent.
    """
    length = segments.shape[1]
    of = segments[:, None, :]
    seen = (of == 0) | (of == segments[:, :, None]) | (of == parents[:, :, None])
    seen &= torch.ones(length, length, dtype=torch.bool, device=segments.device).tril()
    return torch.zeros(seen.shape, device=segments.device).masked_fill_(~seen, -1e4)[:, None]


def compile_layers() -> None:
    """Compiles the two layer functions, once for every shape of a row: a tenth to a quarter faster on a CPU."""
    global _tower_layer, _decoder_layer
    torch._dynamo.config.recompile_limit = 64
    _tower_layer = torch.compile(_tower_layer, dynamic=False)
    _decoder_layer = torch.compile(_decoder_layer, dynamic=False)
