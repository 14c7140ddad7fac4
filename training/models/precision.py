"""In which precision the matrices of a training step are multiplied.

With instructions for bfloat16 (AMX, AVX-512 BF16, a GPU) it is several times as fast as float32. Without them it is
emulated: measured on a processor that has AVX2 alone, a product of 8,480 x 1,024 with 1,024 x 256 takes 16.7 s in
bfloat16 and 0.4 s in float32.
"""

from __future__ import annotations

from functools import cache

import torch


@cache
def fastest(device: str = "cpu") -> torch.dtype:
    if device != "cpu":
        return torch.bfloat16
    supported = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return torch.bfloat16 if supported else torch.float32


def computing(device: str = "cpu") -> torch.autocast:
    """The context of a step's forward pass."""
    dtype = fastest(device)
    return torch.autocast(device, torch.bfloat16, enabled=dtype is torch.bfloat16)
