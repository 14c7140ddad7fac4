"""The detector and the encoder around one vision tower, with their tokenizers, in training and on disk."""

from __future__ import annotations

import random
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import CLIPModel

from models import clip_tokenizer, detector, encoder, queries
from models.weights import load_weights

DETECTOR, ENCODER = "detector", "encoder"
UNUSED = ("owlvit.logit_scale", "owlvit.visual_projection.weight")  # of OWL-ViT's layout, but in no graph
TOKENIZER_SCENES = 1500
MERGES = 500


class Sight(nn.Module):
    """The encoder's tower is the detector's but for the last layer, which is its own: there the class token gathers what is seen.

    `pool` and `pool_norm` are that layer and the norm after it; `encoder.vision_model` stays empty until `full_encoder`.
    """

    def __init__(self, phrases: Tokenizer, sentences: Tokenizer, seed: int = 0):
        super().__init__()
        self.phrases, self.sentences = phrases, sentences
        self.detector = detector.build(detector.config(phrases.get_vocab_size()), seed)
        self.encoder = encoder.build(encoder.config(sentences.get_vocab_size()), seed)
        self.pool, self.pool_norm = self.encoder.vision_model.encoder.layers[-1], self.encoder.vision_model.post_layernorm
        self.encoder.vision_model = None

    @classmethod
    def new(cls, data, seed: int) -> "Sight":
        scenes = [data.scene(index) for index in range(min(len(data), TOKENIZER_SCENES))]
        return cls(clip_tokenizer.train(queries.corpus()), clip_tokenizer.train(encoder.corpus(scenes, random.Random(0)), MERGES), seed)

    def gather(self, states: Tensor) -> Tensor:
        """States before the last layer [B, 1 + N, width] -> image vectors [B, PROJECTION]. Only the class token's row is computed."""
        layer, heads = self.pool, encoder.HEADS
        batch, length, width = states.shape
        normed = layer.layer_norm1(states)
        attention = layer.self_attn
        query = attention.q_proj(normed[:, :1]).view(batch, 1, heads, width // heads).transpose(1, 2)
        key, value = (part(normed).view(batch, length, heads, width // heads).transpose(1, 2) for part in (attention.k_proj, attention.v_proj))
        mixed = F.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(batch, 1, width)
        token = states[:, :1] + attention.out_proj(mixed)
        token = token + layer.mlp(layer.layer_norm2(token))
        return self.encoder.visual_projection(self.pool_norm(token[:, 0]))

    def start_pool(self) -> None:
        """The encoder's own last layer begins as the detector's."""
        vision = self.detector.owlvit.vision_model
        self.pool.load_state_dict(vision.encoder.layers[-1].state_dict())
        nn.init.ones_(self.pool_norm.weight)
        nn.init.zeros_(self.pool_norm.bias)

    def full_encoder(self) -> CLIPModel:
        """The encoder in CLIP's layout: the shared layers under CLIP's names, then its own last one."""
        model = encoder.build(self.encoder.config)
        weights = {name: value for name, value in self.encoder.state_dict().items()}
        for name, value in self.detector.owlvit.vision_model.state_dict().items():
            weights["vision_model." + name.replace("pre_layernorm", "pre_layrnorm")] = value
        last = len(model.vision_model.encoder.layers) - 1
        weights |= {f"vision_model.encoder.layers.{last}.{name}": value for name, value in self.pool.state_dict().items()}
        weights |= {f"vision_model.post_layernorm.{name}": value for name, value in self.pool_norm.state_dict().items()}
        model.load_state_dict(weights)
        return model

    def save_pretrained(self, folder: Path) -> None:
        self.detector.save_pretrained(folder / DETECTOR)
        self.full_encoder().save_pretrained(folder / ENCODER)


def save_tokenizers(sight: Sight, folder: Path) -> None:
    clip_tokenizer.save(sight.phrases, folder / DETECTOR, detector.TEXT_LENGTH, pad=clip_tokenizer.FIRST)
    clip_tokenizer.save(sight.sentences, folder / ENCODER, encoder.TEXT_LENGTH, pad=clip_tokenizer.END)


def restore_sight(folder: Path) -> Sight:
    """From a run's folder (its checkpoint, else its saved weights) or from the folder of shipped models."""
    sight = Sight(clip_tokenizer.load(folder / DETECTOR), clip_tokenizer.load(folder / ENCODER))
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        stored = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
        sight.load_state_dict({name.removeprefix("sight."): value for name, value in stored.items() if name.startswith("sight.")}, strict=False)
        if "sight.pool_norm.weight" not in stored:
            sight.start_pool()
    else:
        load_weights(sight.detector, folder / DETECTOR, absent=UNUSED)
        model = encoder.build(sight.encoder.config)
        load_weights(model, folder / ENCODER, absent=("logit_scale",))
        sight.pool.load_state_dict(model.vision_model.encoder.layers[-1].state_dict())
        sight.pool_norm.load_state_dict(model.vision_model.post_layernorm.state_dict())
        model.vision_model = None
        sight.encoder.load_state_dict(model.state_dict())
    return sight
