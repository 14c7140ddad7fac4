"""The bundled detector: OWL-ViT layout at a small size, its training-time forward pass and its dense targets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import OwlViTConfig, OwlViTForObjectDetection

from models import clip_tokenizer, clip_tower
from models.queries import Query
from pictosafe.classes import CLASSES
from pictosafe.scene import Scene

SIDE, PATCH = 384, 16
GRID = SIDE // PATCH
KEPT = 144  # patches of an image that training looks at, most of the time
TEXT_LENGTH = 16
PAD = 0
SCENE_SIDE = 512
WIDTH, HEADS, TEXT_HEADS = 192, 6, 4


def config(vocabulary: int, layers: int = 6, text_width: int = 128, text_layers: int = 3) -> OwlViTConfig:
    return OwlViTConfig(
        text_config=dict(
            vocab_size=vocabulary, hidden_size=text_width, intermediate_size=4 * text_width, num_hidden_layers=text_layers,
            num_attention_heads=TEXT_HEADS, max_position_embeddings=TEXT_LENGTH, hidden_act=clip_tower.ACTIVATION,
            pad_token_id=PAD, bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1,
        ),
        vision_config=dict(
            hidden_size=WIDTH, intermediate_size=512, num_hidden_layers=layers, num_attention_heads=HEADS,
            image_size=SIDE, patch_size=PATCH, hidden_act=clip_tower.ACTIVATION,
        ),
        projection_dim=text_width,
    )


def build(cfg: OwlViTConfig, seed: int = 0) -> OwlViTForObjectDetection:
    torch.manual_seed(seed)
    model = OwlViTForObjectDetection(cfg)
    clip_tower.initialise(model, seed)
    with torch.no_grad():
        # (cosine + shift) * (elu(scale) + 1): a matching query starts near +5, any other near -5.
        model.class_head.logit_scale.bias.fill_(9.0)
        model.class_head.logit_shift.bias.fill_(-0.5)
        model.owlvit.vision_model.post_layernorm.bias.fill_(2.0)
    return model


def start_from_vlm(model: OwlViTForObjectDetection, checkpoint: Path, sample: Tensor) -> None:
    vision = model.owlvit.vision_model
    clip_tower.start_from_vlm(vision, checkpoint, sample)
    with torch.no_grad():
        # OWL-ViT multiplies every patch by the class token: around a positive constant, that keeps the patch's state.
        vision.post_layernorm.bias += 6.0 * vision.post_layernorm.weight.abs().mean()


@torch.no_grad()
def align(model: OwlViTForObjectDetection, tokenizer: Tokenizer, data, names: nn.Linear, count: int = 300, penalty: float = 30.0) -> None:
    """Fit both linear readings of the patch states in closed form: `names` to the classes, the class head to their texts."""
    states, classes = [], []
    for start in range(0, min(count, len(data)), 25):
        indices = list(range(start, min(start + 25, count, len(data))))
        drawn = batch(data, indices, lambda objects, rng, wanted: [], random.Random(start), 0)
        states.append(features(model, drawn.pixels, drawn.keep)[0][drawn.owned])
        classes.append(drawn.names[drawn.owned])
    rows, owners = torch.cat(states).double(), torch.cat(classes)
    rows = torch.cat([rows, torch.ones(len(rows), 1, dtype=torch.double)], 1)
    ids, _ = clip_tokenizer.encode(tokenizer, [cls.name for cls in CLASSES], TEXT_LENGTH, PAD)
    texts = embed_texts(model, torch.tensor(ids)).double()
    texts = F.normalize(texts - texts.mean(0), dim=-1)
    wanted = torch.cat([F.one_hot(owners, len(CLASSES)).double(), texts[owners]], 1)
    solved = torch.linalg.solve(rows.T @ rows + penalty * torch.eye(rows.shape[1], dtype=torch.double), rows.T @ wanted).float()
    named, said = solved[:, : len(CLASSES)] * 8.0, solved[:, len(CLASSES) :]
    names.weight[: len(CLASSES)], names.bias[: len(CLASSES)] = named[:-1].T, named[-1]
    model.class_head.dense0.weight.copy_(said[:-1].T)
    model.class_head.dense0.bias.copy_(said[-1])


def embed_texts(model: OwlViTForObjectDetection, ids: Tensor) -> Tensor:
    """ids [Q, L] -> unit vectors [Q, d]."""
    pooled = clip_tower.text(model.owlvit.text_model, ids, model.config.text_config.num_attention_heads)
    return F.normalize(model.owlvit.text_projection(pooled).float(), dim=-1)


def features(model: OwlViTForObjectDetection, pixels: Tensor, keep: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """pixels [B, 3, SIDE, SIDE] -> what both heads read [B, patches, width], and the states before the last layer [B, 1 + patches, width]."""
    vision = model.owlvit.vision_model
    seen: list[Tensor] = []
    states = vision.pre_layernorm(clip_tower.patches(vision.embeddings, pixels, keep))
    states = vision.post_layernorm(clip_tower.layers(vision.encoder, states, HEADS, collect=seen))
    return model.layer_norm(states[:, 1:] * states[:, :1]), seen[-2]


def heads(model: OwlViTForObjectDetection, states: Tensor, queries: Tensor, keep: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Logits [B, N, Q] and boxes [B, N, 4] (centre and size, in parts of the image)."""
    head = model.class_head
    embedded = head.dense0(states).float()
    embedded = embedded / (embedded.norm(dim=-1, keepdim=True) + 1e-6)
    scale = F.elu(head.logit_scale(states).float()) + 1
    logits = (embedded @ queries.T + head.logit_shift(states).float()) * scale
    bias = model.box_bias if keep is None else model.box_bias[keep]
    return logits, (model.box_head(states).float() + bias).sigmoid()


@dataclass
class Targets:
    """For every patch: the object that it shows (-1: none) and whether that is doubtful; for every object its box."""

    owner: np.ndarray   # int [GRID, GRID]
    unsure: np.ndarray  # bool [GRID, GRID]
    boxes: np.ndarray   # float [objects, 4], centre and size in parts of the image


OWNED, SHARED, DOUBTFUL = 0.45, 0.2, 0.05  # parts of a patch that an object covers
SHARED_OWN = 0.08  # part of an object that lies in a patch which it shares with a larger one


def targets(scene: Scene, cells: np.ndarray, flip: bool = False) -> Targets:
    if flip:
        cells = cells[:, ::-1]
    count = len(scene.objects)
    half = PATCH // 2
    rows = ((np.arange(GRID * half) * 2 + 1) * cells.shape[0] // SIDE).astype(int)
    tiles = cells[rows][:, rows].reshape(GRID, half, GRID, half)
    owner = np.full((GRID, GRID), -1, np.int64)
    unsure = np.zeros((GRID, GRID), bool)
    boxes = np.zeros((count, 4), np.float32)
    if not count:
        return Targets(owner, unsure, boxes)
    shares = np.stack([(tiles == index).mean((1, 3)) for index in range(count)], -1)
    # Of the objects that a patch shows enough of, the one that has most of itself there; what stands upon a larger thing needs less.
    own = shares / np.maximum(shares.sum((0, 1)), 1e-9)
    enough = (shares >= OWNED) | (shares >= SHARED) & (shares.sum(-1, keepdims=True) >= OWNED) & (own >= SHARED_OWN)
    best = np.where(enough, own, 0).argmax(-1)
    covered = enough.any(-1)
    owner[covered] = best[covered]
    unsure = (shares.max(-1) > DOUBTFUL) & ~covered
    for index in sorted(range(count), key=lambda i: -scene.objects[i].area):  # small ones last: they get their patch
        x0, y0, x1, y1 = (value / SCENE_SIDE for value in scene.objects[index].box)
        if flip:
            x0, x1 = 1 - x1, 1 - x0
        boxes[index] = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
        if (owner == index).any():
            continue
        if shares[..., index].max() > 0:
            place = np.unravel_index(shares[..., index].argmax(), owner.shape)
        elif scene.objects[index].area > 20:
            place = tuple(min(int(middle * GRID), GRID - 1) for middle in (boxes[index][1], boxes[index][0]))
        else:
            continue
        owner[place], unsure[place] = index, False
    return Targets(owner, unsure, boxes)


def truth(scene: Scene, queries: list[Query], training: bool = False) -> np.ndarray:
    """int8 [objects + 1, queries]: 1, 0, -1 (not clear); the last row stands for the background."""
    table = np.zeros((len(scene.objects) + 1, len(queries)), np.int8)
    for row, obj in enumerate(scene.objects):
        table[row] = [query.means(obj, training) for query in queries]
    return table


SMALL_WEIGHT = 4.0  # of a patch of an object that has no more than four of them, and of its box: there are few such patches
SMALL_FROM = 0.49  # weight of such a patch, 1 / sqrt(patches)


def loss(logits: Tensor, boxes: Tensor, labels: Tensor, owned: Tensor, wanted: Tensor, weight: Tensor) -> dict[str, Tensor]:
    """labels int8 [B, N, Q]; owned bool [B, N] patches with an object; wanted [B, N, 4]; weight [B, N] for boxes, 1 / sqrt(patches)."""
    known = labels >= 0
    positive = labels == 1
    probability = logits.sigmoid()
    cross = F.binary_cross_entropy_with_logits(logits, positive.float(), reduction="none")
    focus = torch.where(positive, 1 - probability, probability).detach()
    counted = torch.where(weight > SMALL_FROM, SMALL_WEIGHT, 1.0)[..., None]
    classes = (cross * focus * known * counted).sum() / (positive * counted).sum().clamp(min=1)
    shares = (weight * owned)[..., None] * counted
    total = shares.sum().clamp(min=1e-6)
    distance = ((boxes - wanted).abs() * shares).sum() / total
    overlap = ((1 - giou(boxes, wanted))[..., None] * shares).sum() / total
    return dict(classes=classes, distance=distance, overlap=overlap)


def giou(first: Tensor, second: Tensor) -> Tensor:
    """Generalised intersection over union of boxes given by centre and size."""
    a, b = (torch.cat([box[..., :2] - box[..., 2:] / 2, box[..., :2] + box[..., 2:] / 2], -1) for box in (first, second))
    shared = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    union = first[..., 2:].prod(-1) + second[..., 2:].prod(-1) - shared
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).prod(-1)
    return shared / union.clamp(min=1e-8) - (hull - union) / hull.clamp(min=1e-8)


@dataclass
class Batch:
    pixels: Tensor | None  # [B, 3, SIDE, SIDE]
    keep: Tensor | None   # [B, N] patches looked at
    names: Tensor         # int64 [B, N] class under the patch, len(CLASSES) for none, -100 where doubtful
    labels: Tensor        # int8 [B, N, Q]
    owned: Tensor         # bool [B, N]
    wanted: Tensor        # [B, N, 4]
    weight: Tensor        # [B, N]
    queries: list[Query]


def batch(dataset, indices: list[int], queries_from, rng: random.Random, count: int = 96, whole: bool = False, blind: bool = False) -> Batch:
    """Images flipped at random with their targets; `whole`: all patches, else KEPT of each, objects first.

    `blind`: no pixels and no flips, for states of the tower that are already there.
    """
    scenes, images, found = [], [], []
    for index in indices:
        scene, flip = dataset.scene(index), not blind and rng.random() < 0.5
        if not blind:
            images.append(dataset.image(index)[:, ::-1] if flip else dataset.image(index))
        scenes.append(scene)
        found.append(targets(scene, dataset.cells(index), flip))
    keep = None
    if not whole:
        busy = np.stack([(target.owner >= 0) | target.unsure for target in found])
        keep = clip_tower.kept(busy, KEPT, np.random.default_rng(rng.getrandbits(32)))
    queries = queries_from([obj for scene in scenes for obj in scene.objects], rng, count)
    names, labels, owned, wanted, weight = [], [], [], [], []
    for place, (scene, target) in enumerate(zip(scenes, found)):
        owner, unsure = target.owner.ravel(), target.unsure.ravel()
        sizes = np.sqrt(np.bincount(owner[owner >= 0], minlength=len(scene.objects) + 1))
        if keep is not None:
            owner, unsure = owner[keep[place]], unsure[keep[place]]
        row = truth(scene, queries, training=True)[owner]
        row[unsure & (owner < 0)] = -1
        labels.append(row)
        name = np.array([obj.cls for obj in scene.objects] + [len(CLASSES)])[owner]
        name[unsure & (owner < 0)] = -100
        names.append(name)
        owned.append(owner >= 0)
        wanted.append(np.concatenate([target.boxes, np.zeros((1, 4), np.float32)])[owner])
        weight.append(np.where(owner >= 0, 1.0 / np.maximum(sizes[owner], 1), 0.0).astype(np.float32))
    return Batch(
        None if blind else clip_tower.normalise(torch.from_numpy(np.stack(images))), None if keep is None else torch.from_numpy(keep),
        *(torch.from_numpy(np.stack(rows)) for rows in (names, labels, owned, wanted, weight)), queries,
    )


def found(logits: Tensor, drawn: Batch) -> Tensor:
    """Part of the patches with an object whose best query (of the classes' own names) is a right one."""
    plain = torch.tensor([query.attribute is None and query.term.kind != "group" for query in drawn.queries])
    labels = drawn.labels[..., plain]
    usable = drawn.owned & (labels == 1).any(-1)
    best = logits[..., plain].argmax(-1, keepdim=True)
    return (labels.gather(-1, best)[..., 0] != 0)[usable].float().mean()
