"""Trains the bundled vision-language model from drawn scenes.

    python -m models.train_vlm --minutes 85

The learning rate follows the time that the run has had, so a run of N minutes ends annealed. Checkpoints go to --out every
few minutes; the same command continues from them exactly. --from FOLDER starts from an exported model's weights.
"""

from __future__ import annotations

import argparse
import math
import random
import signal
import time
from collections import Counter, defaultdict
from dataclasses import asdict, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from pictosafe import language
from pictosafe.classes import CLASSES
from tokenizers import Tokenizer

from models import batches, outright, pointers, prompts, vlm
from models.finer import refined
from models.heads import WEIGHTS, Heads
from models.muon import Muon
from models.precision import computing

KINDS = batches.KINDS
HARD_KINDS = ("touches", "holds", "inside", "on_top_of", "above_below", "left_right", "next_to", "between", "text")
LATE = ("patch", "token", "name", "count", "flags", "token_flags", "written", "words", "name_text", "seen_text")  # dense labels that keep their weight to the end: of what is learned when the rest is known
TELLING_WEIGHT = 4.0  # of a token of a written answer that only the image decides: most others follow from the words
HEADS_RATE = 1e-3  # of new heads, while the model stands still
HARD_WEIGHT = 2.0  # of a question of a kind that takes longest to learn, whatever its answer


class Run:
    """Everything that a checkpoint holds, and one step."""

    def __init__(self, arguments: argparse.Namespace, tokenizer: Tokenizer):
        self.arguments, self.mix = arguments, batches.Mix()
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        token = tokenizer.token_to_id
        cfg = vlm.config(tokenizer.get_vocab_size(), token(prompts.IMAGE), token(prompts.BOS), token(prompts.END), token("<|im_end|>"))
        self.model = vlm.build(cfg, arguments.seed).to(self.device)
        names, texts = ([tokenizer.encode(" " + name, add_special_tokens=False).ids for name in some] for some in ([c.name for c in CLASSES], language._words()))
        self.heads = Heads(cfg.text_config.hidden_size, names, texts).to(self.device)
        if arguments.decoder_only:
            self.model.model.vision_model.requires_grad_(False)
        self.parameters = [p for p in [*self.model.parameters(), *self.heads.parameters()] if p.requires_grad]
        hidden = [p for n, p in self.model.named_parameters() if p.requires_grad and p.ndim == 2 and "embed" not in n and "lm_head" not in n]
        taken = {id(p) for p in hidden}
        decayed = [p for p in self.parameters if p.ndim > 1 and id(p) not in taken]
        plain = [p for p in self.parameters if p.ndim <= 1]
        adam = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}], betas=(0.9, 0.98), fused=True)
        self.optimisers = [(adam, 1.0), (Muon(hidden, arguments.rate), arguments.hidden_rate / arguments.rate)]
        self.average = [p.detach().clone() for p in self.model.parameters()]
        weights = [HARD_WEIGHT if kind in HARD_KINDS else 1.0 for kind in KINDS]
        self.kind_weight = torch.tensor([*weights, TELLING_WEIGHT, 1.0], device=self.device)
        self.step, self.seconds = 0, 0.0
        self.answers: Counter[str] = Counter()  # trained on, by kind
        self.image_token, self.yes, self.no = token(prompts.IMAGE), token("ĠYes"), token("ĠNo")

    @property
    def progress(self) -> float:
        return min(1.0, self.seconds / (self.arguments.minutes * 60))

    @property
    def heads_alone(self) -> bool:
        """Whether new dense heads are still learning to read the model, which stands still: what they ask for says nothing yet."""
        return self.step < self.arguments.heads_first

    def rate(self) -> float:
        if self.heads_alone:
            return HEADS_RATE
        warm = min(1.0, (self.step + 1 - self.arguments.heads_first) / self.arguments.warm_up)
        return self.arguments.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * self.progress)))

    def states(self, rows: batches.Rows) -> tuple[list[torch.Tensor], torch.Tensor | None, torch.Tensor | None]:
        """Decoder states of a row after every layer, with the tower's patches and the image tokens."""
        tokens = rows.tokens.to(self.device)
        embedded = self.model.model.text_model.embed_tokens(tokens)
        patches = seen = None
        if rows.images is not None:
            patches, seen = self.see(rows)
            places = (tokens[0] == self.image_token).nonzero().squeeze(1)
            start, end = int(places[0]), int(places[-1]) + 1
            middle = [seen] if len(places) == vlm.IMAGE_TOKENS else [seen, embedded[:, start + vlm.IMAGE_TOKENS : end - vlm.IMAGE_TOKENS], seen]
            embedded = torch.cat([embedded[:, :start], *(m.to(embedded.dtype) for m in middle), embedded[:, end:]], 1)
        states = vlm.decode_layers(self.model, embedded, rows.positions.to(self.device), rows.mask.to(self.device))
        return states, patches, seen

    def at_words(self, rows: batches.Rows, states: torch.Tensor) -> dict[str, torch.Tensor]:
        """Losses of what is read at the words that name one object: its place, summed over the four sides, and its flags."""
        row, column = rows.pointing.to(self.device).unbind(1)
        return self.heads.losses_at_words(states[row, column + rows.prefix], rows.pointed.to(self.device), rows.flagged.to(self.device))

    def answers_of(self, rows: batches.Rows, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits, targets and kinds of every token that has a target."""
        targets = rows.targets.to(self.device)
        row, column = (targets != batches.IGNORED).nonzero(as_tuple=True)
        logits = states[row, column + rows.prefix] @ self.model.lm_head.weight.T
        return logits.float(), targets[row, column], rows.kinds.to(self.device)[row, column]

    def train_step(self, parts: list[batches.Rows]) -> dict[str, float]:
        self.model.requires_grad_(not self.heads_alone)
        if self.arguments.decoder_only:
            self.model.model.vision_model.requires_grad_(False)
        for optimiser, factor in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self.rate() * factor
        log: dict[str, float] = {}
        losses = []
        with computing(self.device.type):
            for rows in parts:
                if not self.heads_alone:
                    self.answers += rows.counted
                if rows.form == "dense":
                    patches, seen = self.see(rows)
                    self.add_dense(rows, patches, seen, None, log, losses)
                    continue
                layers, patches, seen = self.states(rows)
                states = layers[-1]
                logits, targets, kinds = self.answers_of(rows, states)
                if rows.pointing is not None:
                    for key, value in self.at_words(rows, layers[pointers.LAYER]).items():
                        log[key] = value.item()
                        losses.append(value * WEIGHTS[key])
                name = "blind" if rows.form == "none" else "yn" if (kinds >= 0).any() else "written"
                each = F.cross_entropy(logits, targets, reduction="none")
                log[name] = each.mean().item()
                weight = self.kind_weight[kinds]  # the last two entries are for TELLING and for other tokens of no question
                if name == "written":
                    weight = weight * (1 - (-each.detach()).exp())  # most words follow from those before them; the few that the image decides count
                loss = (each * weight).sum() / weight.sum()
                losses.append(loss * {"blind": 0.25, "yn": 2.0, "written": 0.7}[name])
                if name != "written":
                    right = (logits[:, self.yes] > logits[:, self.no]) == (targets == self.yes)
                    for kind in kinds.unique().tolist():
                        which = kinds == kind
                        log[f"{'blind ' if name == 'blind' else ''}{KINDS[kind]}"] = right[which].float().mean().item()
                if patches is not None:
                    start = int((rows.tokens[0] == self.image_token).nonzero()[-1]) + 1 - vlm.IMAGE_TOKENS
                    read = states[:, start : start + vlm.IMAGE_TOKENS]
                    self.add_dense(rows, patches, seen, read, log, losses)
        total = sum(losses)
        if not total.requires_grad:  # nothing for heads to learn from in this step
            self.step += 1
            return log
        self.model.zero_grad(set_to_none=True)
        self.heads.zero_grad(set_to_none=True)
        total.backward()
        log["norm"] = float(torch.nn.utils.clip_grad_norm_(self.parameters, 1.0))
        if not math.isfinite(log["norm"]):
            raise RuntimeError(f"step {self.step}: the gradient is not finite; start again from the last checkpoint with a lower --rate")
        for optimiser, _ in self.optimisers:
            optimiser.step()
        decay = min(self.arguments.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(self.average, list(self.model.parameters()), 1 - decay)
        self.step += 1
        return log

    def see(self, rows: batches.Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """Patch states and image tokens of the rows' pictures."""
        images = rows.images.to(self.device)
        patches = images.float() if images.is_floating_point() else vlm.tower(self.model, images.float().div_(127.5).sub_(1))
        return patches, self.model.model.connector(patches)

    def add_dense(self, rows: batches.Rows, patches: torch.Tensor, seen: torch.Tensor, read: torch.Tensor | None, log: dict, losses: list) -> None:
        dense = {k: v.to(self.device) for k, v in rows.dense.items()}
        share = 1.0 - 0.75 * max(0.0, (self.progress - 0.5) / 0.5)
        if "classes_of_cells" in dense:
            losses_by_name = self.heads.losses_of_crowd(patches, seen, dense["classes_of_cells"])
        else:
            losses_by_name = self.heads.losses(patches, seen, read, self.model.lm_head.weight, dense)
        for key, value in losses_by_name.items():
            log[f"d_{key}"] = value.item()
            losses.append(value * WEIGHTS[key] * (1.0 if key in LATE else share))

    def save(self, path: Path) -> None:
        state = {
            "model": self.model.state_dict(),
            "heads": self.heads.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser, _ in self.optimisers],
            "average": self.average,
            "step": self.step,
            "seconds": self.seconds,
            "mix": asdict(self.mix),
            "answers": dict(self.answers),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        unknown = self.heads.load_state_dict(state["heads"], strict=False)
        if not unknown.missing_keys:  # a head that is new has no place in the optimisers' state
            for (optimiser, _), stored in zip(self.optimisers, state.get("optimisers", ())):
                optimiser.load_state_dict(stored)
        self.average = [p.to(self.device) for p in state["average"]]
        self.step, self.seconds = state["step"], state["seconds"]
        self.answers = Counter(state.get("answers", {}))

    def averaged(self):
        """Context in which the model holds the averaged weights."""
        return _Averaged(self)


class _Averaged:
    def __init__(self, run: Run):
        self.run = run

    def __enter__(self) -> None:
        self.own = [p.detach().clone() for p in self.run.model.parameters()]
        self._put(self.run.average)

    def __exit__(self, *_: object) -> None:
        self._put(self.own)

    def _put(self, values: list[torch.Tensor]) -> None:
        with torch.no_grad():
            for parameter, value in zip(self.run.model.parameters(), values):
                parameter.copy_(value)


@torch.no_grad()
def evaluate(run: Run, folder: Path, tokenizer: Tokenizer, per_kind: int = 120) -> dict[str, float]:
    """Accuracy by kind on development scenes; half of the answers are Yes."""
    import numpy as np
    from pictosafe.dataset import Dataset

    data, writer = Dataset(folder), batches.Writer(tokenizer)
    scenes = min(len(data), 500)
    chosen = language.report_questions(data.scene, scenes, random.Random(7), per_kind)
    by_scene = defaultdict(list)
    for index, question in chosen:
        by_scene[index].append(question)
    right, of = defaultdict(int), defaultdict(int)
    indices = sorted(by_scene)
    for at in range(0, len(indices), 40):
        some = indices[at : at + 40]
        packed = [batches.pack(writer.questions(by_scene[i]), 2, 64) for i in some]
        rows = batches.rows(writer.prefix("image"), "image", packed, 64)
        rows.images = torch.from_numpy(np.stack([data.image(i) for i in some])).permute(0, 3, 1, 2)
        with computing(run.device.type):
            logits, targets, kinds = run.answers_of(rows, run.states(rows)[0][-1])
        hit = (logits[:, run.yes] > logits[:, run.no]) == (targets == run.yes)
        for kind, ok in zip(kinds.tolist(), hit.tolist()):
            right[KINDS[kind]] += ok
            of[KINDS[kind]] += 1
    return {kind: right[kind] / of[kind] for kind in KINDS if of[kind]}


@torch.no_grad()
def evaluate_outright(run: Run, folder: Path, tokenizer: Tokenizer, scenes: int = 160) -> dict[str, tuple[float, float]]:
    """(loss of the answer, accuracy) of what the baselines ask about development scenes, by form.

    Of reasoned answers, what is measured is every token of the answer, and the rating after the right thinking.
    """
    import numpy as np
    from pictosafe.dataset import Dataset

    data, writer = Dataset(folder), batches.Writer(tokenizer)
    losses, hits = defaultdict(list), defaultdict(list)
    for at in range(0, scenes, 16):
        some = range(at, min(at + 16, scenes))
        for reasoned in (False, True):
            asked = [outright.several(data.scene(i), random.Random(f"outright-{i}"), reasoned) for i in some]
            write = writer.outright_reasoned if reasoned else writer.outright
            packed = [batches.pack([write(one) for one in each], 1, run.mix.outright_window) for each in asked]
            rows = batches.rows(writer.prefix("image", False), "image", packed, run.mix.outright_window)
            rows.images = torch.from_numpy(np.stack([data.image(i) for i in some])).permute(0, 3, 1, 2)
            with computing(run.device.type):
                logits, targets, kinds = run.answers_of(rows, run.states(rows)[0][-1])
            each = F.cross_entropy(logits, targets, reduction="none")
            for loss, target, told, kind in zip(each.tolist(), targets.tolist(), logits.argmax(-1).tolist(), kinds.tolist()):
                name = KINDS[kind] if kind >= 0 else "reasoned"
                losses[name].append(loss)
                if kind >= 0 or target in writer.ratings:
                    hits[name].append(told == target)
    return {name: (sum(losses[name]) / len(losses[name]), sum(hits[name]) / max(1, len(hits[name]))) for name in losses}


def measured(run: Run, dev: Path, tokenizer: Tokenizer) -> str:
    """A line of the log: how good the averaged weights are, and how many answers of which kind were trained on."""
    with run.averaged():
        accuracy = evaluate(run, dev, tokenizer)
        forms = evaluate_outright(run, dev, tokenizer) if run.mix.outright else {}
    parts = [f"EVAL {run.step} {run.seconds:.0f}s mean {sum(accuracy.values()) / len(accuracy):.3f}"]
    parts += [f"{kind} {value:.3f}" for kind, value in accuracy.items()]
    if forms:
        parts += ["| loss and accuracy outright:"] + [f"{form} {loss:.3f} {hit:.3f}" for form, (loss, hit) in forms.items()]
    parts += ["| answers:"] + [f"{kind} {count}" for kind, count in sorted(run.answers.items())]
    return " ".join(parts)


class Schedule(torch.utils.data.Sampler):
    def __init__(self, run: Run):
        self.run = run

    def __iter__(self):
        step = self.run.step
        while True:
            yield step, self.run.progress
            step += 1


STOPS = (signal.SIGTERM, signal.SIGINT)


def leave_stopping_to_the_main_process(worker: int) -> None:
    """In a loader's worker. A signal goes to the whole group; a worker that dies of it takes the run down before its checkpoint is written."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".cache/train288"))
    parser.add_argument("--crowds", type=Path, default=Path(".cache/crowd288"), help="folder of pictosafe.crowd, if --mix crowd=… asks for it")
    parser.add_argument("--small", type=Path, default=Path(".cache/small288"), help="scenes of small objects, if --mix small=… asks for them")
    parser.add_argument("--close", type=Path, default=Path(".cache/close288"), help="scenes of things near one another, if --mix close=… asks for them")
    parser.add_argument("--pairs", type=Path, default=Path(".cache/pairs288"), help="scenes of one arrangement, undone or not, if --mix pairs=… asks for them")
    parser.add_argument("--closeups", type=Path, default=Path(".cache/closeups288"), help="squares around small things, if --mix closeups=… asks for them")
    parser.add_argument("--unsure", type=Path, default=Path(".cache/unsure.pkl"), help="what models.unsure found, if --mix unsure=… asks for it")
    parser.add_argument("--dev", type=Path, default=Path(".cache/dev288"))
    parser.add_argument("--out", type=Path, default=Path(".cache/vlm"))
    parser.add_argument("--minutes", type=float, required=True, help="training time of the whole run, over all its parts")
    parser.add_argument("--rate", type=float, default=1.2e-3, help="peak learning rate of AdamW")
    parser.add_argument("--hidden-rate", type=float, default=2.5e-3, help="peak learning rate of Muon, for the hidden matrices")
    parser.add_argument("--warm-up", type=int, default=150, help="steps")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--from", dest="start", type=Path, help="an exported model folder whose weights to start from")
    parser.add_argument("--decoder-only", action="store_true", help="leave the tower as it is: cheaper, for what it knows and the decoder does not")
    parser.add_argument("--heads-first", type=int, default=0, help="steps in which the dense heads learn and the model stands still, for a start --from weights that come without heads")
    parser.add_argument("--eager", action="store_true", help="do not compile the layers")
    parser.add_argument("--mix", action="append", default=[], metavar="NAME=VALUE", help="a field of models.batches.Mix")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer_file = arguments.out / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    run = Run(arguments, tokenizer)
    pairs = (pair.split("=") for pair in arguments.mix)
    run.mix = replace(run.mix, **{name: type(getattr(run.mix, name))(value) for name, value in pairs})
    checkpoint = arguments.out / "checkpoint.pt"
    if checkpoint.exists():
        run.load(checkpoint)
    elif arguments.start:
        from models.from_onnx import weights

        run.model.load_state_dict(refined(weights(arguments.start), vlm.GRID, vlm.SCALE_FACTOR), strict=False)
        run.average = [p.detach().clone() for p in run.model.parameters()]
    if not arguments.eager:
        vlm.compile_layers()
    log = open(arguments.out / "train.log", "a", buffering=1)

    def say(text: str) -> None:
        print(text, file=log)
        print(text, flush=True)

    say(f"# {sum(p.numel() for p in run.model.parameters()):,} parameters, step {run.step}, {run.seconds:.0f} s, {arguments.minutes} min, {run.mix}")
    source = batches.Batches(arguments.data, tokenizer_file, run.mix, arguments.seed, arguments.crowds, arguments.small, arguments.close, arguments.unsure,
                             arguments.pairs, arguments.closeups)
    loader = torch.utils.data.DataLoader(source, batch_size=None, sampler=Schedule(run), num_workers=1, prefetch_factor=3,
                                         worker_init_fn=leave_stopping_to_the_main_process)
    sums, counts = defaultdict(float), defaultdict(int)
    last = time.time()
    saved = evaluated = run.seconds
    stopped: list[int] = []
    for number in STOPS:
        signal.signal(number, lambda number, _: stopped.append(number))
    for parts in loader:
        if run.progress >= 1 or stopped:
            break
        for key, value in run.train_step(parts).items():
            sums[key] += value
            counts[key] += 1
        now = time.time()
        run.seconds += now - last
        last = now
        if run.step % 50 == 0:
            mean = {key: sums[key] / counts[key] for key in sums}
            losses = " ".join(f"{k} {v:.3f}" for k, v in mean.items() if k not in KINDS and "blind " not in k)
            kinds = " ".join(f"{k} {mean[k]:.3f}" for k in KINDS if k in mean)
            blind = [v for k, v in mean.items() if k.startswith("blind ")]
            say(f"{run.step} {run.seconds:.0f}s lr {run.rate():.2e} {losses} | {kinds} | blind {sum(blind) / max(1, len(blind)):.3f}")
            sums.clear(), counts.clear()
        if run.seconds - saved > 180:
            run.save(checkpoint)
            saved = run.seconds
        if run.seconds - evaluated > 600:
            say(measured(run, arguments.dev, tokenizer))
            evaluated = run.seconds
    run.save(checkpoint)
    if stopped:
        say(f"# stopped at step {run.step}; the same command goes on from there")
        return
    say(measured(run, arguments.dev, tokenizer))
    say("# finished")


if __name__ == "__main__":
    main()
