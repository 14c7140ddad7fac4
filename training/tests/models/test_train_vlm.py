"""Training of the vision-language model: stopping, and new heads."""

import argparse
import os
import signal
from pathlib import Path

import torch
from pictosafe.dataset import resized
from pictosafe.draw import draw
from tokenizers import Tokenizer

from models import batches, train_vlm, vlm


TOKENIZER = Path(__file__).parents[3] / "clue-models/src/main/resources/dev/clue/models/pictogram/vlm/tokenizer.json"


class Pids(torch.utils.data.Dataset):
    """Every item is the process that made it."""

    def __len__(self):
        return 12

    def __getitem__(self, index):
        return os.getpid()


def test_a_signal_to_the_whole_group_leaves_the_worker_at_work():
    loader = torch.utils.data.DataLoader(Pids(), batch_size=None, num_workers=1, prefetch_factor=1, worker_init_fn=train_vlm.leave_stopping_to_the_main_process)
    items = iter(loader)
    worker = next(items)
    assert worker != os.getpid()
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(worker, number)
    assert list(items) == [worker] * 11


def run(heads_first: int) -> train_vlm.Run:
    arguments = argparse.Namespace(seed=0, decoder_only=False, rate=1e-3, hidden_rate=1e-3, warm_up=1, average=0.5, minutes=1.0, heads_first=heads_first)
    return train_vlm.Run(arguments, Tokenizer.from_file(str(TOKENIZER)))


def test_new_heads_learn_first_while_the_model_stands_still():
    of = run(heads_first=1)
    drawn = [draw(seed, "close") for seed in (50_900_001, 50_900_002)]
    rows = batches.Batches.pictures(None, [scene for scene, _, _ in drawn], [resized(image, vlm.SIDE) for _, image, _ in drawn], [cells for _, _, cells in drawn])

    def sums():
        return [float(sum(p.detach().abs().sum() for p in part.parameters())) for part in (of.model, of.heads)]

    model, heads = sums()
    of.train_step([rows])
    assert sums()[0] == model
    assert sums()[1] != heads
    of.train_step([rows])
    assert sums()[0] != model
