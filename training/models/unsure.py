"""Finds what the model is unsure of, so that reasoning is trained where the judge asks for it.

    python -m models.unsure --weights .cache/vlm --out .cache/unsure.pkl

Of statements about training scenes, those are kept whose direct answer lies between the judge's two thresholds (method,
"Online"): neither refuted nor certain. Among them, true and false are as frequent as they are when the judge reasons.
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path

import numpy as np
import torch
from pictosafe import language
from pictosafe.dataset import Dataset
from tokenizers import Tokenizer

from models import batches, vlm
from models.precision import computing
from models.still import Still

REFUTED, CERTAIN = 0.3, 0.8  # shares of the prior, and of what is left above it (alpha1, alpha2)
NATURAL, PAIRED = 20, 10  # statements about a scene beside what it was arranged to decide: as the themed world has them, and true and false ones in pairs
TOGETHER = 32  # scenes


def candidates(scene, rng: random.Random) -> list[language.Question]:
    asked = language.focused(scene, rng) + language.ask(scene, rng, NATURAL, kinds=batches.REASONED) + language.ask(scene, rng, PAIRED, kinds=batches.REASONED, twins=0.8)
    return list({question.text: question for question in asked}.values())


@torch.no_grad()
def scored(run, writer: batches.Writer, form: str, asked: list[list[language.Question]], images: np.ndarray | None) -> list[dict[str, float]]:
    """P(Yes) of the questions of each row that fit into it."""
    mix = run.mix
    packed = [batches.pack(writer.questions(questions), mix.groups, mix.window) for questions in asked]
    rows = batches.rows(writer.prefix(form), form, packed, mix.window)
    if images is not None:
        rows.images = torch.from_numpy(images)
        if images.ndim == 4:
            rows.images = rows.images.permute(0, 3, 1, 2)
    with computing(run.device.type):
        states = run.states(rows)[0][-1][:, rows.prefix :]
        answered = rows.targets.to(run.device) != batches.IGNORED
        logits = run.model.lm_head(states[answered]).float()
    shares = iter(logits[:, [run.yes, run.no]].softmax(-1)[:, 0].tolist())
    words = {tuple(segment.tokens): question.text for questions in asked for segment, question in zip(writer.questions(questions), questions)}
    return [{words[tuple(segment.tokens)]: next(shares) for group in row for segment in group} for row in packed]


def unsure(run, writer: batches.Writer, data: Dataset | Still, indices: list[int], rng: random.Random) -> dict[int, list[language.Question]]:
    """Questions about the scenes that the judge would reason about, by scene; a scene without any is left out."""
    found = {}
    for at in range(0, len(indices), TOGETHER):
        some = indices[at : at + TOGETHER]
        asked = [candidates(data.scene(index), rng) for index in some]
        seen = scored(run, writer, "image", asked, np.stack([data.image(index) for index in some]))
        priors = scored(run, writer, "none", asked, None)
        for index, questions, shares, prior in zip(some, asked, seen, priors):
            kept = [q for q in questions if q.text in shares and is_unsure(shares[q.text], prior[q.text])]
            if kept:
                found[index] = kept
    return found


def is_unsure(seen: float, prior: float) -> bool:
    return -REFUTED * prior <= seen - prior <= CERTAIN * (1 - prior)


def main() -> None:
    from models.train_vlm import Run

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path(".cache/vlm"), help="folder of a run: its tokenizer and checkpoint")
    parser.add_argument("--data", type=Path, nargs="+", default=[Path(".cache/train288"), Path(".cache/close288"), Path(".cache/small288")])
    parser.add_argument("--scenes", type=int, nargs="+", default=[5000, 4000, 1500], help="of each folder")
    parser.add_argument("--still", action="store_true", help="scenes as kept by models.still, for a run with --mix still=1")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(".cache/unsure.pkl"))
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    tokenizer = Tokenizer.from_file(str(arguments.weights / "tokenizer.json"))
    run = Run(argparse.Namespace(seed=0, decoder_only=True, rate=1.0, hidden_rate=1.0, warm_up=1, average=0.0, minutes=1.0), tokenizer)
    run.load(arguments.weights / "checkpoint.pt")
    writer, rng, found = batches.Writer(tokenizer), random.Random(arguments.seed), {}
    with run.averaged():
        for folder, count in zip(arguments.data, arguments.scenes, strict=True):
            data = Still(folder) if arguments.still else Dataset(folder)
            indices = rng.sample(range(len(data)), min(count, len(data)))
            found[folder] = unsure(run, writer, data, indices, rng)
            questions = [q for some in found[folder].values() for q in some]
            asked = len(indices) * (NATURAL + PAIRED)
            print(f"{folder}: {len(questions)} of about {asked} statements, {sum(q.answer for q in questions) / max(1, len(questions)):.2f} true", flush=True)
    arguments.out.write_bytes(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main()
