"""Training rows: an image, and many questions about it packed behind one shared prefix.

A row is the prefix and `groups` windows of `window` tokens. A window holds whole segments (questions, captions,
reasoning); a segment sees the prefix and itself. Batch number n is a function of the seed and n alone, so a run resumes
exactly.
"""

from __future__ import annotations

import pickle
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from pictosafe import language
from pictosafe.classes import CLASSES
from pictosafe.dataset import Dataset
from pictosafe.describe import COLUMNS, ROWS
from pictosafe.truth import Facts
from tokenizers import Tokenizer

from models import augment, labels, outright, pointers, prompts, vlm
from models.signs import Signs, boxes, patch_words
from models.still import Still

IGNORED = -100
WRITTEN = {"written": vlm.GRID, "written_tokens": vlm.GRID // vlm.SCALE_FACTOR}  # which words are painted there, by the grid of patches or tokens: -1 for none
TELLING = -2  # in place of a kind: a token of a written answer that only the image decides
KINDS = (*language.KINDS, *prompts.FORMS)  # of questions that are answered by Yes or No at once: about a statement, or outright
# How things stand to each other, asked most: what is there is learned long before.
RELATIONS_FIRST = {"presence": 14, "group": 6, "touches": 20, "holds": 6, "inside": 12, "on_top_of": 18, "above_below": 12, "left_right": 11, "next_to": 14,
                   "far_from": 9, "between": 24, "count": 18, "negation": 7, "attribute": 20, "setting": 2, "text": 35}
# Of scenes whose objects are easily overlooked.
OVERLOOKED = RELATIONS_FIRST | {"presence": 80, "group": 30, "count": 30, "attribute": 34, "text": 20}
REASONED = RELATIONS_FIRST | {"presence": 36, "group": 16, "count": 40, "negation": 12, "attribute": 36, "text": 8}


@dataclass(frozen=True)
class Mix:
    """What a run's batches are made of; shares of 1."""

    rows: int = 32
    groups: int = 5
    window: int = 48
    image_free_rows: int = 3
    tile: float = 0.08
    tower_only: float = 0.0  # of the steps before tower_until: dense labels alone, at half the price
    tower_until: float = 0.0  # of the run
    crowd: float = 0.0  # of those steps, on crowded pictures
    simple: float = 0.0  # of the rows before simple_until: what is there, before how it stands to other things
    simple_until: float = 0.0  # of the run
    relations: float = 0.0  # of the rows: kinds of statements by RELATIONS_FIRST, in pairs of both truths
    twins: float = 0.0  # of those pairs: a false statement made from the true one
    long: float = 0.12
    long_from: float = 0.25  # of the run: reasoning and captions start here
    long_rows: int = 20
    long_groups: int = 2
    long_window: int = 160
    small: float = 0.0  # of the rows: scenes of small objects
    close: float = 0.0  # of the rows: scenes of things inside, upon and against one another
    pairs: float = 0.0  # of the rows: one arrangement, undone or not (pictosafe.pairs)
    closeups: float = 0.0  # of the rows: squares around small things, as the judge cuts them (pictosafe.closeups)
    natural: float = 0.0  # of the rows with reasoning: statements as often true as in the themed world, not in pairs
    unsure: float = 0.0  # of the rows: scenes of which the model was unsure, and what it was unsure of (models.unsure)
    erring: float = 0.0  # of the reasoning: the thinking is that of another scene, and only what follows is learned
    captions: float = 0.3  # of the long rows: how many begin with a caption
    signs: float = 0.0  # of the rows that are no crops: signs painted onto the picture
    still: int = 0  # 1: scenes as kept by models.still, in place of all of their folders; take signs=0
    outright: float = 0.0  # of the steps: what the evaluation's baselines ask (models.outright)
    outright_rules: float = 0.5  # of those steps: one rule each, answered at once
    outright_reasoned: float = 0.35  # of those steps: with reasoning; the others are whole constitutions and no rule at all, answered at once
    outright_rows: int = 16  # of the latter two
    outright_window: int = 460
    mirror: float = 0.5
    black_out: float = 0.10
    crop: float = 0.06

    def __post_init__(self) -> None:
        if self.outright_rules + self.outright_reasoned > 1:
            raise ValueError("outright_rules and outright_reasoned are shares of the same steps: together more than 1 leaves no whole constitution to be answered at once")


@dataclass
class Segment:
    """Tokens that see the prefix and one another. targets[i] is what follows token i, or IGNORED."""

    tokens: list[int]
    targets: list[int]
    kind: int = -1  # of a question: its kind, else -1
    places: list[tuple[int, pointers.Named]] = field(default_factory=list)  # (token, what its word names)
    telling: frozenset[int] = frozenset()  # of a written answer: tokens followed by one that only the image decides
    counted: str = "statement"  # as which kind of answer it is counted


class Writer:
    """Turns questions, captions and reasoning into segments."""

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.yes, self.no = (tokenizer.token_to_id(t) for t in ("ĠYes", "ĠNo"))
        self.end = tokenizer.token_to_id(prompts.END)
        self.turn_end = self.ids(prompts.TURN_END)
        self.ratings = {self._rating(True), self._rating(False)}
        self.telling = {token for place in (*ROWS, *COLUMNS) for token in self.ids(" " + place)} | self.ratings

    def _rating(self, rating: bool) -> int:
        """The token in which the two summaries first differ."""
        both = [self.ids(" " + prompts.summary_json(answer, "")) for answer in (rating, not rating)]
        return next(own for own, other in zip(*both) if own != other)

    def ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    @lru_cache(maxsize=None)  # noqa: B019 - one writer a process
    def word(self, word: str) -> list[int]:
        """Tokens of a word and the space before it: the pre-tokeniser splits there anyway."""
        return self.ids(" " + word)

    @lru_cache  # noqa: B019
    def prefix(self, form: str, with_instruction: bool = True) -> list[int]:
        return self.ids(prompts.opening(form, vlm.IMAGE_TOKENS) + (prompts.instruction() if with_instruction else ""))

    def questions(self, asked: list[language.Question], facts: Facts | None = None, signs: dict[str, tuple] | None = None) -> list[Segment]:
        """facts, signs: of the picture that is seen; then the words that name one object or a sign are given its place."""
        segments = []
        for question in asked:
            words = [self.word(word) for word in question.text.split(" ")]
            tokens = [token for word in words for token in word] + self.turn_end
            targets = [IGNORED] * (len(tokens) - 1) + [self.yes if question.answer else self.no]
            places = [(sum(map(len, words[: at + 1])) - 1, named) for at, named in pointers.places(question, facts, signs)] if facts else []
            segments.append(Segment(tokens, targets, KINDS.index(question.kind), places))
        return segments

    def answered(self, prompt: str, answer: str) -> Segment:
        """A user's turn after the image, and the assistant's, which is learned with its end."""
        asked, said = self.ids(prompt + prompts.TURN_END), self.ids(" " + answer) + [self.end]
        return self._learned([(asked, said)], "caption")

    def outright_prefix(self, form: str) -> list[int]:
        """The image and the prompt of a baseline up to its content; a token boundary, as the next character is a space."""
        return self.ids(prompts.opening("image", vlm.IMAGE_TOKENS) + prompts.baseline_direct_opening(form))

    def outright(self, asked: outright.Outright, opened: bool = False) -> Segment:
        """opened: what `outright_prefix` says stands before it."""
        if opened:
            tokens = self.ids(f" {asked.content}{prompts.TURN_END}")
        else:
            tokens = self.ids(prompts.baseline_direct_turn(asked.form, asked.content))
        targets = [IGNORED] * (len(tokens) - 1) + [self.yes if asked.unsafe else self.no]
        return Segment(tokens, targets, KINDS.index(asked.form), counted=asked.form)

    def outright_reasoned(self, asked: outright.Outright) -> Segment:
        summary = self.ids(prompts.baseline_summary_turn(asked.form)[len(prompts.END) :])
        segment = self._learned(
            [
                (self.ids(prompts.baseline_reasoning_turn(asked.form, asked.content)), self.ids(" " + asked.thinking) + [self.end]),
                (summary, self.ids(" " + prompts.summary_json(asked.unsafe, asked.rationale)) + [self.end]),
            ],
            f"{asked.form} reasoned",
        )
        segment.telling = frozenset(at for at, target in enumerate(segment.targets) if target in self.telling)
        return segment

    def reasoned(self, statement: str, thinking: str, rating: bool, rationale: str, facts: Facts | None = None, erring: bool = False) -> Segment:
        """facts: of the scene that is seen; then the words of the thinking that name one object are given its place.

        erring: the thinking is wrong and not to be learned; what follows is right all the same.
        """
        asked = self.ids(prompts.reasoning_turn(statement))
        words = [self.word(word) for word in thinking.split(" ")]
        segment = self._learned(
            [
                (asked, [token for word in words for token in word] + [self.end]),
                (self.ids(prompts.summary_turn()[len(prompts.END) :]), self.ids(" " + prompts.summary_json(rating, rationale)) + [self.end]),
            ],
            "statement reasoned",
        )
        if erring:
            said = self.ids(prompts.summary_turn()[len(prompts.END) :])
            start = next(at for at in range(len(asked), len(segment.tokens)) if segment.tokens[at : at + len(said)] == said)
            segment.targets[:start] = [IGNORED] * start
        elif facts:
            spoken = thinking.split(" ")
            segment.places = [
                (len(asked) + sum(map(len, words[:at])) + len(self.word(spoken[at].rstrip(".,"))) - 1, named) for at, named in pointers.first_places(thinking, facts)
            ]
        segment.telling = frozenset(at for at, target in enumerate(segment.targets) if target in self.telling)
        return segment

    def _learned(self, turns: list[tuple[list[int], list[int]]], counted: str) -> Segment:
        tokens, targets = [], []
        for asked, said in turns:
            tokens += asked + said
            targets += [IGNORED] * (len(asked) - 1) + said + [IGNORED]
        return Segment(tokens, targets, counted=counted)


def pack(segments: list[Segment], groups: int, window: int) -> list[list[Segment]]:
    """First fit; what does not fit is left out."""
    rows: list[list[Segment]] = [[] for _ in range(groups)]
    room = [window] * groups
    for segment in segments:
        for k in range(groups):
            if len(segment.tokens) <= room[k]:
                rows[k].append(segment)
                room[k] -= len(segment.tokens)
                break
    return rows


@dataclass
class Rows:
    """One forward pass. tokens [B, prefix + groups * window]; mask [B, groups, window, prefix + window]."""

    form: str
    prefix: int
    tokens: torch.Tensor
    positions: torch.Tensor
    mask: torch.Tensor
    targets: torch.Tensor  # [B, groups * window]
    kinds: torch.Tensor  # [B, groups * window]
    images: torch.Tensor | None = None  # uint8 [B, 3, side, side], or the tower's states of them, float16 [B, patches, width]
    dense: dict[str, torch.Tensor] = field(default_factory=dict)
    pointing: torch.Tensor | None = None  # [n, 2]: row and column (after the prefix) of tokens that name one object
    pointed: torch.Tensor | None = None  # [n, 4]: the boxes of those objects, as shares of the picture
    flagged: torch.Tensor | None = None  # [n, flags]: their labels.FLAGS
    counted: Counter[str] = field(default_factory=Counter)  # answers by what they are counted as


def rows(prefix: list[int], form: str, packed: list[list[list[Segment]]], window: int) -> Rows:
    batch, groups, start = len(packed), len(packed[0]), len(prefix)
    tokens = np.zeros((batch, groups, window), np.int64)
    targets = np.full((batch, groups, window), IGNORED, np.int64)
    kinds = np.full((batch, groups, window), -1, np.int64)
    segment = np.full((batch, groups, window), -1, np.int64)
    positions = np.full((batch, groups, window), start, np.int64)
    pointing, pointed = [], []
    for b, row in enumerate(packed):
        for g, group in enumerate(row):
            at = 0
            for number, part in enumerate(group):
                end = at + len(part.tokens)
                tokens[b, g, at:end] = part.tokens
                targets[b, g, at:end] = part.targets
                kinds[b, g, at:end] = part.kind
                for token in part.telling:
                    kinds[b, g, at + token] = TELLING
                segment[b, g, at:end] = number
                positions[b, g, at:end] = np.arange(start, start + end - at)
                for token, named in part.places:
                    pointing.append((b, g * window + at + token))
                    pointed.append(named)
                at = end
    own = (segment[..., :, None] == segment[..., None, :]) & np.tri(window, dtype=bool)
    mask = np.zeros((batch, groups, window, start + window), np.float32)
    mask[..., start:][~own] = -1e4
    head = np.broadcast_to(np.array(prefix, np.int64), (batch, start))
    flat = (batch, groups * window)
    return Rows(
        form,
        start,
        torch.from_numpy(np.concatenate([head, tokens.reshape(flat)], 1)),
        torch.from_numpy(np.concatenate([np.broadcast_to(np.arange(start), (batch, start)), positions.reshape(flat)], 1)),
        torch.from_numpy(mask).to(torch.bfloat16),
        torch.from_numpy(targets.reshape(flat)),
        torch.from_numpy(kinds.reshape(flat)),
        pointing=torch.tensor(pointing).view(-1, 2) if pointing else None,
        pointed=torch.tensor([named.box for named in pointed]) if pointed else None,
        flagged=torch.tensor([named.flags for named in pointed]) if pointed else None,
        counted=Counter(part.counted if form != "none" else "no image" for row in packed for group in row for part in group),
    )


def dense(scenes: list, cells: list[np.ndarray]) -> dict[str, torch.Tensor]:
    parts = [labels.object_labels(scene) for scene in scenes]
    out = {name: torch.from_numpy(np.stack([part[name] for part in parts])) for name in parts[0]}
    half = vlm.GRID // vlm.SCALE_FACTOR
    out["patches"] = torch.from_numpy(np.stack([labels.patch_objects(c, vlm.GRID, len(s.objects)).ravel() for s, c in zip(scenes, cells)]))
    out["image_tokens"] = torch.from_numpy(np.stack([labels.patch_objects(c, half, len(s.objects)).ravel() for s, c in zip(scenes, cells)]))
    out["setting"] = torch.tensor([labels.setting_label(s) for s in scenes])
    vocabulary = language._words()
    words = np.zeros((len(scenes), len(vocabulary)), np.float32)
    for k, scene in enumerate(scenes):
        for word in scene.words:
            if word in vocabulary:
                words[k, vocabulary.index(word)] = 1
    out["words"] = torch.from_numpy(words)
    out |= {name: torch.full((len(scenes), grid * grid), -1) for name, grid in WRITTEN.items()}
    return out


class Batches(torch.utils.data.Dataset):
    """Item n is step n's list of Rows: the image rows, then a few without the image."""

    def __init__(self, folder: Path, tokenizer: Path, mix: Mix, seed: int = 0, crowds: Path | None = None, small: Path | None = None,
                 close: Path | None = None, unsure: Path | None = None, pairs: Path | None = None, closeups: Path | None = None):
        self.folder, self.tokenizer, self.mix, self.seed, self.crowds, self.small, self.close = folder, tokenizer, mix, seed, crowds, small, close
        self.unsure, self.pairs, self.closeups = unsure, pairs, closeups
        self.writer: Writer | None = None

    def _open(self) -> None:
        opened = Still if self.mix.still else Dataset
        self.data = opened(self.folder)
        seldom = (("small", self.small), ("close", self.close), ("pairs", self.pairs), ("closeups", self.closeups))
        self.seldom = [(share, name, opened(folder)) for name, folder in seldom if (share := getattr(self.mix, name))]
        if self.mix.crowd:
            self.crowd_images, self.crowd_classes = (np.load(self.crowds / f"{name}.npy", mmap_mode="r") for name in ("images", "classes"))
        if self.mix.unsure:
            found = {opened(folder): scenes for folder, scenes in pickle.loads(self.unsure.read_bytes()).items()}
            self.doubts = [(data, index, asked) for data, scenes in found.items() for index, asked in scenes.items()]
        self.writer = Writer(Tokenizer.from_file(str(self.tokenizer)))
        self.signs = Signs(vlm.SIDE, self.seed)

    def __getitem__(self, key: tuple[int, float]) -> list[Rows]:
        """key: the step, and how much of the run is over."""
        step, progress = key
        if self.writer is None:
            self._open()
        mix, rng = self.mix, random.Random(f"{self.seed}-{step}")
        ready = len(self.data)
        if progress < mix.tower_until and rng.random() < mix.tower_only:
            if rng.random() < mix.crowd:
                return [self.crowded(rng)]
            varied = [self.varied(self.data, index, rng)[:3] for index in rng.sample(range(ready), mix.rows)]
            return [self.pictures(*zip(*varied))]
        if mix.outright and rng.random() < mix.outright:
            return [self.outright_rows(rng)]
        roll = rng.random()
        long = progress >= mix.long_from and roll < mix.long
        form = "tile" if not long and roll > 1 - mix.tile else "image"
        simple = mix.simple if progress < mix.simple_until else 0.0
        scenes, images, cells, packed, written = [], [], [], [], []
        for index in rng.sample(range(ready), mix.long_rows if long else mix.rows):
            scene, image, cell, crop, overlooked, first = self.drawn(index, rng)
            where = None
            if not crop and rng.random() < mix.signs:
                scene, image, where = self.signs.painted(scene, image, cell, rng)
            if long:
                segments = self.long_segments(scene, rng, crop, first)
            else:
                asked = list({q.text: q for q in first + self.asked(scene, rng, crop, rng.random() < simple, overlooked)}.values())
                segments = self.writer.questions(asked, Facts(scene), boxes(where, self.signs.texts) if where is not None else None)
            packed.append(pack(segments, mix.long_groups, mix.long_window) if long else pack(segments, mix.groups, mix.window))
            scenes.append(scene), images.append(image), cells.append(cell), written.append(where)
        main = rows(self.writer.prefix(form, not long), form, packed, mix.long_window if long else mix.window)
        seen = self.pictures(scenes, images, cells)
        main.images, main.dense = seen.images, seen.dense
        for (name, grid), least in zip(WRITTEN.items(), (0.5, 0.3)):
            main.dense[name] = torch.from_numpy(np.stack([np.full((grid, grid), -1) if w is None else patch_words(w, grid, least) for w in written])).flatten(1)
        if not mix.image_free_rows:
            return [main]
        blind = []
        for index in rng.sample(range(ready), mix.image_free_rows * 4):
            blind += language.ask(self.data.scene(index), rng, 8)
        rng.shuffle(blind)
        segments = self.writer.questions(blind)
        share = -(-len(segments) // mix.image_free_rows)
        free = [pack(segments[k * share : (k + 1) * share], mix.groups, mix.window) for k in range(mix.image_free_rows)]
        return [main, rows(self.writer.prefix("none"), "none", free, mix.window)]

    def drawn(self, index: int, rng: random.Random):
        """A scene with its image and cells, whether it is cropped, whether its objects are easily overlooked, and what is to be asked about it first."""
        if self.mix.unsure and rng.random() < self.mix.unsure:
            data, index, asked = rng.choice(self.doubts)
            scene, image, cell, crop = self.varied(data, index, rng)
            return scene, image, cell, crop, False, self.still_asked(scene, asked, crop, rng)
        roll = rng.random()
        for share, name, data in self.seldom:
            if roll < share:
                scene, image, cell, crop = self.varied(data, rng.randrange(len(data)), rng)
                return scene, image, cell, crop or name == "closeups", name != "pairs", language.focused(scene, rng)
            roll -= share
        return *self.varied(self.data, index, rng), False, []

    @staticmethod
    def still_asked(scene, asked: list[language.Question], crop: bool, rng: random.Random) -> list[language.Question]:
        """The questions with their answers in the varied scene, in random order, less those that have none there."""
        facts = Facts(scene)
        truths = [(question, facts.truth(question.statement)) for question in asked if not crop or augment.askable_in_crop(question.statement)]
        kept = [replace(question, answer=truth == 1) for question, truth in truths if truth >= 0]
        return rng.sample(kept, len(kept))

    def outright_rows(self, rng: random.Random) -> Rows:
        """What the evaluation's baselines ask, about whole pictures: in a crop it is not known what else there is."""
        mix, roll = self.mix, rng.random()
        rule, reasoned = roll < mix.outright_rules, roll >= 1 - mix.outright_reasoned
        scenes, images, cells, packed = [], [], [], []
        for index in rng.sample(range(len(self.data)), mix.rows if rule else mix.outright_rows):
            scene, image, cell, crop, *_ = self.drawn(index, rng)
            if crop:
                scene, image, cell = self.data.scene(index), self.data.image(index), self.data.cells(index)
            packed.append(self.outright_segments(scene, rng, rule, reasoned))
            scenes.append(scene), images.append(image), cells.append(cell)
        prefix = self.writer.outright_prefix(outright.RULE) if rule else self.writer.prefix("image", False)
        main = rows(prefix, "image", packed, mix.window if rule else mix.outright_window)
        seen = self.pictures(scenes, images, cells)
        main.images, main.dense = seen.images, seen.dense
        return main

    def outright_segments(self, scene, rng: random.Random, rule: bool, reasoned: bool) -> list[list[Segment]]:
        mix = self.mix
        if rule:
            return pack([self.writer.outright(asked, True) for asked in outright.single_rules(scene, rng, mix.groups * mix.window // 16)], mix.groups, mix.window)
        write = self.writer.outright_reasoned if reasoned else self.writer.outright
        return pack([write(one) for one in outright.several(scene, rng, reasoned)], 1, mix.outright_window)

    def pictures(self, scenes, images, cells) -> Rows:
        nothing = torch.empty(0)
        seen = torch.from_numpy(np.stack(images))
        if seen.ndim == 4:
            seen = seen.permute(0, 3, 1, 2).contiguous()
        return Rows("dense", 0, nothing, nothing, nothing, nothing, nothing, seen, dense(scenes, cells))

    def crowded(self, rng: random.Random) -> Rows:
        """Pictures of pictosafe.crowd; only what lies under a patch is known."""
        images, classes = [], []
        while len(images) < self.mix.rows:
            index = rng.randrange(len(self.crowd_classes))
            cells = self.crowd_classes[index]
            if not (cells == len(CLASSES)).any():  # not drawn yet
                continue
            step = rng.choice((1, -1))
            images.append(self.crowd_images[index][:, ::step])
            classes.append(cells[:, ::step])
        nothing = torch.empty(0)
        pixels = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).contiguous()
        return Rows("dense", 0, nothing, nothing, nothing, nothing, nothing, pixels, {"classes_of_cells": torch.from_numpy(np.stack(classes))})

    def varied(self, data: Dataset, index: int, rng: random.Random):
        scene, image, cell = data.scene(index), data.image(index), data.cells(index)
        if self.mix.still:
            return scene, image, cell, False
        if not scene.words and rng.random() < self.mix.mirror:
            scene, image, cell = augment.mirrored(scene, image, cell)
        roll = rng.random()
        if scene.objects and roll < self.mix.black_out:
            scene, image, cell = augment.blacked_out(scene, image, cell, rng) or (scene, image, cell)
        elif scene.objects and roll < self.mix.black_out + self.mix.crop:
            crop = augment.cropped(scene, image, cell, rng)
            if crop:
                return *crop, True
        return scene, image, cell, False

    def asked(self, scene, rng: random.Random, crop: bool, simple: bool, overlooked: bool) -> list[language.Question]:
        count = self.mix.groups * self.mix.window // 7
        if rng.random() < self.mix.relations:
            asked = language.ask(scene, rng, count, kinds=OVERLOOKED if overlooked else RELATIONS_FIRST, twins=self.mix.twins, small_first=overlooked)
        else:
            asked = language.ask(scene, rng, count * 3 if simple else count)
        if simple:
            asked = sorted(asked, key=lambda q: q.kind not in ("presence", "group"))[:count]
            rng.shuffle(asked)
        return [q for q in asked if augment.askable_in_crop(q.statement)] if crop else asked

    def long_segments(self, scene, rng: random.Random, crop: bool, first: list[language.Question]) -> list[Segment]:
        segments = []
        if not crop and rng.random() < self.mix.captions:
            segments.append(self.writer.answered(prompts.DESCRIBE, language.caption(scene, rng)))
        twins = None if rng.random() < self.mix.natural else self.mix.twins
        asked = first + [q for q in language.ask(scene, rng, 6, kinds=REASONED, twins=twins) if not crop or augment.askable_in_crop(q.statement)]
        for question in asked:
            thinking, rationale = language.reason(scene, question, rng)
            erring = rng.random() < self.mix.erring
            if erring:
                thinking = self.mistaken(question, rng) or thinking
            segments.append(self.writer.reasoned(question.text, thinking, question.answer, rationale, Facts(scene), erring))
        return segments

    def mistaken(self, question: language.Question, rng: random.Random) -> str | None:
        """What would be thought about the same statement before another picture, where it is not unclear there."""
        other = self.data.scene(rng.randrange(len(self.data)))
        truth = Facts(other).truth(question.statement)
        return None if truth < 0 else language.reason(other, replace(question, answer=truth == 1), rng)[0]
