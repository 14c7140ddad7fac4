"""The bundled encoder of the relevance scan: CLIP layout at a small size, and what it learns from.

It learns which rules a scene is about: a rule is relevant where every precondition has an alternative whose objects may
be there (``pictosafe.ruletext.about``). A rule that a scene violates is always relevant to it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import CLIPConfig, CLIPModel

from models import clip_tower, detector
from pictosafe.classes import CLASSES, GROUPS
from pictosafe.phrases import NOUNS, say
from pictosafe.ruletext import about, draft_rules
from pictosafe.scene import Scene
from pictosafe.statement import Visible
from pictosafe.truth import Facts

SIDE, PATCH, WIDTH, HEADS = detector.SIDE, detector.PATCH, detector.WIDTH, detector.HEADS  # one tower
TEXT_LENGTH = 77
TEXT_WIDTH, TEXT_HEADS = 128, 4
PROJECTION = 128
TERMS = tuple(cls.name for cls in CLASSES) + tuple(GROUPS)


def config(vocabulary: int, layers: int = 6, text_layers: int = 3) -> CLIPConfig:
    return CLIPConfig(
        text_config=dict(
            vocab_size=vocabulary, hidden_size=TEXT_WIDTH, intermediate_size=2 * TEXT_WIDTH, num_hidden_layers=text_layers,
            num_attention_heads=TEXT_HEADS, max_position_embeddings=TEXT_LENGTH, hidden_act=clip_tower.ACTIVATION,
            projection_dim=PROJECTION, pad_token_id=vocabulary - 1, bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1,
        ),
        vision_config=dict(
            hidden_size=WIDTH, intermediate_size=512, num_hidden_layers=layers, num_attention_heads=HEADS, image_size=SIDE,
            patch_size=PATCH, hidden_act=clip_tower.ACTIVATION, projection_dim=PROJECTION,
        ),
        projection_dim=PROJECTION,
    )


def build(cfg: CLIPConfig, seed: int = 0) -> CLIPModel:
    torch.manual_seed(seed)
    model = CLIPModel(cfg)
    clip_tower.initialise(model, seed)
    with torch.no_grad():
        model.logit_scale.fill_(np.log(10.0))
    return model


def project_images(model: CLIPModel, pixels: Tensor, keep: Tensor | None = None, collect: list[Tensor] | None = None) -> Tensor:
    """pixels [B, 3, SIDE, SIDE] -> [B, PROJECTION]; `collect` receives the states of every layer."""
    vision = model.vision_model
    states = vision.pre_layrnorm(clip_tower.patches(vision.embeddings, pixels, keep))
    states = clip_tower.layers(vision.encoder, states, HEADS, collect=collect)
    return model.visual_projection(vision.post_layernorm(states[:, 0]))


def embed_images(model: CLIPModel, pixels: Tensor, keep: Tensor | None = None) -> Tensor:
    """pixels [B, 3, SIDE, SIDE] -> unit vectors [B, PROJECTION]."""
    return F.normalize(project_images(model, pixels, keep).float(), dim=-1)


def embed_texts(model: CLIPModel, ids: Tensor) -> Tensor:
    """ids [N, L] -> unit vectors [N, PROJECTION]."""
    return F.normalize(model.text_projection(clip_tower.text(model.text_model, ids, TEXT_HEADS)).float(), dim=-1)


@dataclass
class Texts:
    names: list[str]   # short texts: names and statements of presence
    rules: list[str]
    relevant: Tensor   # int8 [images, names + rules]: 1, 0, -1 (not clear)


def texts(scenes: list[Scene], rng: random.Random, rules_per_image: int = 2, names: int = 48) -> Texts:
    """Names and rules about some scenes; every text is labelled for every scene."""
    facts = [Facts(scene) for scene in scenes]
    drafts = [draft for scene in scenes for draft in draft_rules(scene, rng, rules_per_image)]
    statements = [Visible(rng.choice(TERMS)) for _ in range(names // 3)]
    present = [CLASSES[obj.cls].name for scene in scenes for obj in scene.objects]
    statements += [Visible(rng.choice(present)) for _ in range(names - len(statements)) if present]
    relevant = np.empty((len(scenes), len(statements) + len(drafts)), np.int8)
    for row, fact in enumerate(facts):
        relevant[row, : len(statements)] = [fact.truth(statement) for statement in statements]
        relevant[row, len(statements) :] = [about(fact, draft.chain) for draft in drafts]
    return Texts([spoken(statement, rng) for statement in statements], [draft.text for draft in drafts], torch.from_numpy(relevant))


def spoken(statement: Visible, rng: random.Random) -> str:
    """A name alone, or a statement that it is visible."""
    if rng.random() < 0.4:
        noun = rng.choice(NOUNS[statement.term])
        return noun.singular if rng.random() < 0.7 else noun.plural
    return say(statement, rng)


def loss(cosines: Tensor, relevant: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    """Sigmoid loss over all pairs, relevant ones and others with equal weight."""
    logits = cosines * scale.exp() + shift
    cross = F.binary_cross_entropy_with_logits(logits, (relevant == 1).float(), reduction="none")
    yes, no = relevant == 1, relevant == 0
    return (cross * yes).sum() / yes.sum().clamp(min=1) + (cross * no).sum() / no.sum().clamp(min=1)


def dropped(cosines: Tensor, relevant: Tensor, keep: float = 0.97) -> Tensor:
    """Part of the irrelevant pairs below the cosine that keeps `keep` of the relevant ones."""
    limit = torch.quantile(cosines[relevant == 1], 1 - keep)
    return (cosines[relevant == 0] < limit).float().mean()


def corpus(scenes: list[Scene], rng: random.Random) -> list[str]:
    """Texts for the tokenizer: names, statements, rules of training scenes, and words that rules are made of elsewhere."""
    texts = [form for nouns in NOUNS.values() for noun in nouns for form in (noun.singular, noun.plural, noun.indefinite) for _ in range(4)]
    texts += [say(Visible(term), rng) for term in TERMS for _ in range(4)]
    texts += [draft.text for scene in scenes for draft in draft_rules(scene, rng, 4)]
    return texts
