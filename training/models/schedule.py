"""An unattended training run: schedule by time, checkpoints, resume, log. Shared by the encoder and the detector."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

SAVE_EVERY_SECONDS = 120
LOG_EVERY_STEPS = 20
WARM_UP_STEPS = 120
MAX_GRADIENT = 1.0
LAST_RATE = 0.03


def learning_rate(progress: float, steps: int) -> float:
    """Warm-up by steps, then a cosine over the time."""
    return min(1.0, (steps + 1) / WARM_UP_STEPS) * (LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


def groups(model: nn.Module, rate: float, tower_rate: float) -> list[dict]:
    """Parameter groups: the vision tower and the rest, matrices with weight decay and vectors without."""
    chosen: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        chosen.setdefault(("vision_model" in name, parameter.ndim > 1), []).append(parameter)
    return [
        dict(params=parameters, base=tower_rate if tower else rate, weight_decay=0.05 if decays else 0.0)
        for (tower, decays), parameters in chosen.items()
    ]


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
        self._sums: dict[str, float] = {}

    def seconds(self) -> float:
        return self.spent + time.monotonic() - self._began

    def steps_of(self, model: nn.Module, parameters: list[dict], images: int) -> Iterator[float]:
        """Yields the progress (0 to 1) before every step, until the time is up."""
        self.model = model
        self.optimiser = torch.optim.AdamW(parameters, betas=(0.9, 0.98))
        if self.stored:
            model.load_state_dict(self.stored["model"])
            self.optimiser.load_state_dict(self.stored["optimiser"])
        self._began = self._saved = time.monotonic()
        size = sum(parameter.numel() for parameter in model.parameters()) / 1e6
        print(f"{size:.2f} M parameters, {images} images, step {self.steps}, {self.spent:.0f} of {self.total:.0f} s spent", flush=True)
        while (progress := self.seconds() / self.total) < 1:
            factor = learning_rate(progress, self.steps)
            for group in self.optimiser.param_groups:
                group["lr"] = group["base"] * factor
            yield progress

    def learn(self, loss: Tensor, parts: dict[str, Tensor]) -> None:
        self.optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), MAX_GRADIENT)
        self.optimiser.step()
        self.steps += 1
        for name, value in parts.items():
            self._sums[name] = self._sums.get(name, 0.0) + float(value.detach())
        if self.steps % LOG_EVERY_STEPS == 0:
            line = dict(step=self.steps, seconds=round(self.seconds()), **{name: round(value / LOG_EVERY_STEPS, 4) for name, value in self._sums.items()})
            print(json.dumps(line), flush=True)
            with (self.folder / "log.jsonl").open("a") as log:
                log.write(json.dumps(line) + "\n")
            self._sums = {}
        if time.monotonic() - self._saved > SAVE_EVERY_SECONDS:
            self.save()
            self._saved = time.monotonic()

    def save(self) -> None:
        part = self.checkpoint.with_suffix(".part")
        torch.save(dict(model=self.model.state_dict(), optimiser=self.optimiser.state_dict(), steps=self.steps, spent=self.seconds()), part)
        part.replace(self.checkpoint)

    def finish(self, model: nn.Module) -> None:
        self.save()
        model.save_pretrained(self.folder)
        print(f"done: {self.steps} steps, weights in {self.folder}")
