"""Muon: momentum, orthogonalised by a Newton-Schulz iteration, for the hidden matrices of a transformer.

Matrices of one shape are worked on together, which is what makes it cheap on a CPU.
"""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor

from models.precision import fastest

_A, _B, _C = 3.4445, -4.7750, 2.0315
STEPS = 5
RMS = 0.2  # of an update of rate 1: about AdamW's, so that rates compare


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.05):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None) -> None:
        for group in self.param_groups:
            shapes = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is not None:
                    shapes[tuple(parameter.shape)].append(parameter)
            for shape, parameters in shapes.items():
                gradients = [p.grad for p in parameters]
                buffers = [self.state[p].setdefault("momentum", torch.zeros_like(p)) for p in parameters]
                torch._foreach_lerp_(buffers, gradients, 1 - group["momentum"])
                ahead = torch._foreach_lerp(gradients, buffers, group["momentum"])
                updates = orthogonal(torch.stack(ahead))
                rate = group["lr"]
                torch._foreach_mul_(parameters, 1 - rate * group["weight_decay"])
                scale = -rate * RMS * max(shape) ** 0.5
                torch._foreach_add_(parameters, [u.to(p.dtype) for u, p in zip(updates, parameters)], alpha=scale)


def orthogonal(matrices: Tensor) -> Tensor:
    """[n, rows, columns] -> about the nearest matrices with orthonormal rows or columns."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = (matrices.mT if tall else matrices).to(fastest(matrices.device.type))
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(STEPS):
        gram = x @ x.mT
        x = _A * x + (_B * gram + _C * gram @ gram) @ x
    return x.mT if tall else x
