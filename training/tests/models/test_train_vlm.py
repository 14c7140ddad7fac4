"""Training of the vision-language model: stopping."""

import os
import signal

import torch

from models import train_vlm


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
