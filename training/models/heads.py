"""Training-only heads for the dense labels."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from pictosafe import language
from pictosafe.classes import CLASSES
from pictosafe.scene import COLOURS, SETTINGS
from torch import Tensor, nn

from models import labels

C = len(CLASSES)
IGNORED = -100
SMALL_PATCHES, SMALL_PATCH_WEIGHT = 6.0, 3.0  # an object of fewer patches than the first weighs more, up to the second
SMALL_TOKENS = 3.0  # the same for image tokens
NEAR_POSITIVE = 3.0  # true local relations are rare and matter most; flags, too


class Heads(nn.Module):
    """Linear readings of the tower's patches, the image tokens and the mean patch."""

    def __init__(self, width: int, name_tokens: list[list[int]], text_tokens: list[list[int]]):
        """name_tokens, text_tokens: of every class, and of every text that signs may say."""
        super().__init__()
        self.patch_class = nn.Linear(width, C + 1)
        self.patch_related = nn.Linear(width, len(labels.RELATIONS) * C)
        self.patch_facts = nn.Linear(width, labels.COUNTS + len(COLOURS) + 1 + len(labels.FLAGS) + 4)
        self.token_related = nn.Linear(width, labels.NEAR * C)
        self.token_class = nn.Linear(width, C + 1)
        self.token_flags = nn.Linear(width, len(labels.FLAGS))
        self.scene = nn.Linear(width, len(SETTINGS) + 1 + len(language._words()))
        self.place = nn.Linear(width, 4)
        self.word_flags = nn.Linear(width, len(labels.FLAGS))
        self.background = nn.Parameter(torch.zeros(width))
        self.register_buffer("names", _means(name_tokens), persistent=False)
        self.register_buffer("texts", _means(text_tokens), persistent=False)
        for head in (self.patch_related, self.token_related):
            nn.init.normal_(head.weight, 0.0, 0.01)
            nn.init.constant_(head.bias, -4.5)
        nn.init.normal_(self.scene.weight, 0.0, 0.01)
        nn.init.constant_(self.scene.bias[len(SETTINGS) + 1 :], -4.0)

    def losses(self, patches: Tensor, image_tokens: Tensor, read: Tensor | None, embedding: Tensor, dense: dict[str, Tensor]) -> dict[str, Tensor]:
        """patches [B, 256, w] of the tower; image_tokens [B, 64, w] of the connector; read [B, 64, w] of the decoder."""
        at_patch, at_token = dense["patches"], dense["image_tokens"]
        weight = torch.ones(C + 1, device=patches.device)
        weight[C] = 0.2
        under_patch, under_token = _take(dense["classes"], at_patch, C), _take(dense["classes"], at_token, C)
        each = F.cross_entropy(self.patch_class(patches).float().flatten(0, 1), under_patch.flatten(), weight=weight, reduction="none")
        by_size = _small_first(at_patch).flatten()
        out = {"patch": _weighed(each, under_patch.flatten(), weight, by_size)}
        by_token_size = _small_first(at_token, SMALL_TOKENS).flatten()
        each = F.cross_entropy(self.token_class(image_tokens).float().flatten(0, 1), under_token.flatten(), weight=weight, reduction="none")
        out["token"] = _weighed(each, under_token.flatten(), weight, by_token_size)
        if read is not None:
            texts = self.texts @ embedding[: self.texts.shape[1]]
            prototypes = torch.cat([self.names @ embedding[: self.names.shape[1]], self.background[None], texts])
            said = dense["written_tokens"]
            meant = torch.where(said >= 0, C + 1 + said, under_token).flatten()
            every = torch.cat([weight, torch.ones(len(self.texts), device=weight.device)])
            named = (read @ prototypes.T).float().flatten(0, 1)
            out["name"] = _weighed(F.cross_entropy(named, meant, weight=every, reduction="none"), meant, every, by_token_size)
            written = meant > C
            out["name_text"] = F.cross_entropy(named[written], meant[written]) if written.any() else named.sum() * 0
            entering = F.rms_norm(image_tokens[said >= 0], image_tokens.shape[-1:])
            out["seen_text"] = F.cross_entropy((entering @ texts.T).float(), said[said >= 0]) if written.any() else named.sum() * 0
        foreground = under_patch.flatten() < C
        right = self.patch_class(patches.detach()).argmax(-1).flatten() == under_patch.flatten()
        out["hit"] = 1 - right[foreground & (under_patch.flatten() >= 0)].float().mean()
        row, patch = (at_patch >= 0).nonzero(as_tuple=True)
        if len(row) > 1536:
            few = torch.randperm(len(row))[:1536]
            row, patch = row[few], patch[few]
        thing = at_patch[row, patch]
        states = patches[row, patch]
        related, truth = self.patch_related(states).view(-1, len(labels.RELATIONS), C), dense["related"][row, thing]
        out["near"] = _several(related[:, : labels.NEAR], truth[:, : labels.NEAR], NEAR_POSITIVE)
        out["far"] = _several(related[:, labels.NEAR :], truth[:, labels.NEAR :])
        facts = self.patch_facts(states).float().split([labels.COUNTS, len(COLOURS) + 1, len(labels.FLAGS), 4], -1)
        out["count"] = F.cross_entropy(facts[0], dense["counts"][row, thing])
        colour = dense["colours"][row, thing]
        out["colour"] = F.cross_entropy(facts[1], colour, ignore_index=labels.UNKNOWN) if (colour >= 0).any() else facts[1].sum() * 0
        out["flags"] = _several(facts[2], dense["flags"][row, thing])
        out["box"] = F.l1_loss(facts[3], dense["boxes"][row, thing]) * 4
        row, token = (at_token >= 0).nonzero(as_tuple=True)
        states, thing = image_tokens[row, token], at_token[row, token]
        out["token_related"] = _several(self.token_related(states).view(-1, labels.NEAR, C), dense["related"][row, thing, : labels.NEAR], NEAR_POSITIVE)
        out["token_flags"] = _several(self.token_flags(states), dense["flags"][row, thing], NEAR_POSITIVE)
        setting, words = self.scene(patches).float().split([len(SETTINGS) + 1, dense["words"].shape[1]], -1)
        read_at = dense["written"] >= 0
        out["written"] = F.cross_entropy(words[read_at], dense["written"][read_at]) if read_at.any() else words.sum() * 0
        out["setting"] = F.cross_entropy(setting.mean(1), dense["setting"])
        words = words.logsumexp(1) - math.log(words.shape[1])  # a sign covers a few patches; which ones is not known
        out["words"] = F.binary_cross_entropy_with_logits(words, dense["words"], reduction="sum") / len(words)
        return out

    def losses_at_words(self, states: Tensor, boxes: Tensor, flags: Tensor) -> dict[str, Tensor]:
        """states [n, w] of the decoder at words that name one object each; boxes [n, 4] and flags [n, flags] of those objects."""
        return {
            "place": F.l1_loss(self.place(states).float(), boxes) * 4,
            "word_flags": _several(self.word_flags(states), flags, NEAR_POSITIVE),
        }

    def losses_of_crowd(self, patches: Tensor, image_tokens: Tensor, cells: Tensor) -> dict[str, Tensor]:
        """The same for pictures of which only the class under each cell is known, uint8 [B, 64, 64]; C is background."""
        weight = torch.ones(C + 1, device=patches.device)
        weight[C] = 0.2
        out = {}
        for name, states, head in (("patch", patches, self.patch_class), ("token", image_tokens, self.token_class)):
            under = under_cells(cells, round(states.shape[1] ** 0.5)).flatten()
            logits = head(states).float().flatten(0, 1)
            out[name] = F.cross_entropy(logits, under, weight=weight)
            if name == "patch":
                known = (under >= 0) & (under < C)
                out["crowd_hit"] = 1 - (logits.argmax(-1) == under)[known].float().mean()
        return out


def under_cells(cells: Tensor, grid: int) -> Tensor:
    """The class under every square of a grid, [B, grid * grid]: C for background, IGNORED where less than a quarter is covered."""
    finer = grid // math.gcd(grid, cells.shape[1])
    cells = cells.repeat_interleave(finer, 1).repeat_interleave(finer, 2)
    batch, size = cells.shape[0], cells.shape[1] // grid
    parts = cells.long().view(batch, grid, size, grid, size).transpose(2, 3).reshape(-1, size * size)
    counts = torch.zeros(len(parts), C + 1, dtype=torch.int32, device=cells.device).scatter_add_(1, parts, torch.ones_like(parts, dtype=torch.int32))
    most, best = counts[:, :C].max(1)
    return torch.where(most == 0, C, torch.where(most * 4 < size * size, IGNORED, best)).view(batch, -1)


WEIGHTS = {
    "patch": 1.0,
    "crowd_hit": 0.0,
    "hit": 0.0,  # share of foreground patches whose class is wrong: logged, not learned
    "token": 0.5,
    "name": 0.5,
    "name_text": 0.3,  # the same for the tokens of signs alone, which are few
    "near": 0.05,
    "far": 0.01,
    "token_related": 0.05,
    "seen_text": 0.5,  # and as they enter the decoder: so that the same word of a question finds them
    "count": 0.25,
    "colour": 0.15,
    "flags": 0.3,
    "token_flags": 1.0,
    "box": 0.15,
    "setting": 0.15,
    "place": 0.1,
    "word_flags": 1.0,
    "words": 0.1,
    "written": 1.0,
}


def _means(tokens: list[list[int]]) -> Tensor:
    """A matrix that takes embeddings to the mean over each list of tokens."""
    weights = torch.zeros(len(tokens), max(max(t) for t in tokens) + 1)
    for k, listed in enumerate(tokens):
        for token in listed:
            weights[k, token] += 1 / len(listed)
    return weights


def _weighed(each: Tensor, truth: Tensor, weight: Tensor, by_size: Tensor) -> Tensor:
    """Mean of losses that already carry their class's weight, by size; IGNORED ones are 0 and count for nothing."""
    share = torch.where(truth == IGNORED, 0.0, weight[truth.clamp(min=0)]) * by_size
    return (each * by_size).sum() / share.sum().clamp(min=1.0)


def _small_first(objects: Tensor, enough: float = SMALL_PATCHES) -> Tensor:
    """Weights of patches, given the object under each [B, N]: up to SMALL_PATCH_WEIGHT for objects that have fewer than `enough`; 0 where unsure."""
    count = torch.zeros(len(objects), labels.OBJECTS, device=objects.device).scatter_add_(1, objects.clamp(min=0), (objects >= 0).float())
    sizes = count.gather(1, objects.clamp(min=0)).clamp(min=1.0)
    weights = (enough / sizes).clamp(1.0, SMALL_PATCH_WEIGHT)
    return torch.where(objects >= 0, weights, (objects != labels.UNSURE).float())


def _take(table: Tensor, index: Tensor, otherwise: int) -> Tensor:
    """The object's entry; `otherwise` for background, IGNORED where it is unsure."""
    return torch.where(index == labels.UNSURE, IGNORED, torch.where(index < 0, otherwise, table.gather(1, index.clamp(min=0))))


def _several(logits: Tensor, truth: Tensor, positive: float = 1.0) -> Tensor:
    """Sum over the labels of binary cross-entropy, unknown ones left out; mean over rows. True labels weigh `positive`."""
    known = truth != labels.UNKNOWN
    loss = F.binary_cross_entropy_with_logits(logits.float(), truth.clamp(min=0).float(), reduction="none", pos_weight=torch.tensor(positive, device=logits.device))
    return (loss * known).sum() / max(len(logits), 1)
