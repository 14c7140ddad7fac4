"""An unattended training run: schedule by time, checkpoints, resume, log. Shared by the encoder and the detector."""

from __future__ import annotations

import json
import math
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import torch.distributed as distributed
from torch import Tensor, nn

from models.muon import Muon

SAVE_EVERY_SECONDS = 120
LOG_EVERY_STEPS = 20
WARM_UP_STEPS = 60
MAX_GRADIENT = 1.0
LAST_RATE = 0.03


def learning_rate(progress: float, steps: int) -> float:
    """Warm-up by steps, then a cosine over the time."""
    return min(1.0, (steps + 1) / WARM_UP_STEPS) * (LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def optimisers(model: nn.Module, rate: float, hidden_rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the transformers' layers, AdamW for the rest."""
    hidden, decayed, plain = [], [], []
    for name, parameter in model.named_parameters():
        (plain if parameter.ndim < 2 else hidden if ".layers." in name or ".pool." in name else decayed).append(parameter)
    adam = torch.optim.AdamW([dict(params=decayed, weight_decay=0.05), dict(params=plain, weight_decay=0.0)], lr=rate, betas=(0.9, 0.98))
    found = [adam, Muon(hidden, hidden_rate)]
    for optimiser in found:
        for group in optimiser.param_groups:
            group["base"] = group["lr"]
    return found


def first_worker() -> bool:
    return not distributed.is_initialized() or distributed.get_rank() == 0


def shared(value: float) -> float:
    """The first worker's value."""
    if not distributed.is_initialized():
        return value
    box = torch.tensor([value], dtype=torch.float64)
    distributed.broadcast(box, 0)
    return float(box)


def average_gradients(model: nn.Module) -> None:
    """Over all workers. A parameter that no worker's loss reached this time counts as a gradient of zero."""
    if not distributed.is_initialized():
        return
    parameters = list(model.parameters())
    flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in parameters])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    for parameter, part in zip(parameters, flat.split([p.numel() for p in parameters])):
        parameter.grad = part.view_as(parameter)


def work(function: Callable[[int], None], workers: int) -> None:
    """Run `function` in `workers` processes that average their gradients: on a busy machine faster than as many threads."""
    if workers == 1:
        function(0)
        return
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(_join, (function, workers, f"file://{folder}/meeting"), nprocs=workers)


def _join(rank: int, function: Callable[[int], None], workers: int, meeting: str) -> None:
    distributed.init_process_group("gloo", init_method=meeting, rank=rank, world_size=workers)
    function(rank)
    distributed.destroy_process_group()


class Run:
    """One run in a folder. The time counts over all resumes."""

    def __init__(self, folder: Path, minutes: float):
        self.folder, self.total = folder, minutes * 60
        folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = folder / "checkpoint.pt"
        self.stored = torch.load(self.checkpoint, weights_only=True) if self.checkpoint.exists() else None
        self.steps: int = self.stored["steps"] if self.stored else 0
        self.spent: float = self.stored["spent"] if self.stored else 0.0
        self._began = self._saved = time.monotonic()
        self._sums: dict[str, list[float]] = {}

    def seconds(self) -> float:
        return self.spent + time.monotonic() - self._began

    def steps_of(self, model: nn.Module, optimisers: list[torch.optim.Optimizer], images: int) -> Iterator[float]:
        """Yields the progress (0 to 1) before every step, until the time is up."""
        self.model, self.optimisers = model, optimisers
        if self.stored:
            model.load_state_dict(self.stored["model"])
            for optimiser, state in zip(optimisers, self.stored["optimisers"]):
                optimiser.load_state_dict(state)
        self._began = self._saved = time.monotonic()
        size = sum(parameter.numel() for parameter in model.parameters()) / 1e6
        if first_worker():
            print(f"{size:.2f} M parameters, {images} images, step {self.steps}, {self.spent:.0f} of {self.total:.0f} s spent", flush=True)
        while (progress := shared(self.seconds() / self.total)) < 1:
            factor = learning_rate(progress, self.steps)
            for optimiser in self.optimisers:
                for group in optimiser.param_groups:
                    group["lr"] = group["base"] * factor
            yield progress

    def learn(self, loss: Tensor, parts: dict[str, Tensor]) -> None:
        self.model.zero_grad()
        loss.backward()
        average_gradients(self.model)
        nn.utils.clip_grad_norm_(self.model.parameters(), MAX_GRADIENT)
        for optimiser in self.optimisers:
            optimiser.step()
        self.steps += 1
        for name, value in parts.items():
            self._sums.setdefault(name, []).append(float(value.detach()))
        if self.steps % LOG_EVERY_STEPS == 0 and first_worker():
            line = dict(step=self.steps, seconds=round(self.seconds()), **{name: round(sum(values) / len(values), 4) for name, values in self._sums.items()})
            print(json.dumps(line), flush=True)
            with (self.folder / "log.jsonl").open("a") as log:
                log.write(json.dumps(line) + "\n")
            self._sums = {}
        if time.monotonic() - self._saved > SAVE_EVERY_SECONDS and first_worker():
            self.save()
            self._saved = time.monotonic()

    def save(self) -> None:
        part = self.checkpoint.with_suffix(".part")
        states = [optimiser.state_dict() for optimiser in self.optimisers]
        torch.save(dict(model=self.model.state_dict(), optimisers=states, steps=self.steps, spent=self.seconds()), part)
        part.replace(self.checkpoint)

    def finish(self, model: nn.Module) -> None:
        if not first_worker():
            return
        self.save()
        model.save_pretrained(self.folder)
        print(f"done: {self.steps} steps, weights in {self.folder}")
