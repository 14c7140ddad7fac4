"""The detector and the encoder around one vision tower, with their tokenizers, in training and on disk."""

from __future__ import annotations

import random
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from models import clip_tokenizer, detector, encoder, queries
from models.weights import load_weights

DETECTOR, ENCODER = "detector", "encoder"
UNUSED = ("owlvit.logit_scale", "owlvit.visual_projection.weight")  # of OWL-ViT's layout, but in no graph
TOKENIZER_SCENES = 1500
MERGES = 500


class Sight(nn.Module):
    """`encoder` has no tower of its own in training: its image side is the detector's class token."""

    def __init__(self, phrases: Tokenizer, sentences: Tokenizer, seed: int = 0):
        super().__init__()
        self.phrases, self.sentences = phrases, sentences
        self.detector = detector.build(detector.config(phrases.get_vocab_size()), seed)
        self.encoder = encoder.build(encoder.config(sentences.get_vocab_size()), seed)
        self.encoder.vision_model = None

    @classmethod
    def new(cls, data, seed: int) -> "Sight":
        scenes = [data.scene(index) for index in range(min(len(data), TOKENIZER_SCENES))]
        return cls(clip_tokenizer.train(queries.corpus()), clip_tokenizer.train(encoder.corpus(scenes, random.Random(0)), MERGES), seed)

    def full_encoder(self):
        """The encoder in CLIP's layout, the shared tower under CLIP's names."""
        model = encoder.build(self.encoder.config)
        weights = {name: value for name, value in self.encoder.state_dict().items()}
        for name, value in self.detector.owlvit.vision_model.state_dict().items():
            weights["vision_model." + name.replace("pre_layernorm", "pre_layrnorm")] = value
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
        sight.load_state_dict({name.removeprefix("sight."): value for name, value in stored.items() if name.startswith("sight.")})
    else:
        load_weights(sight.detector, folder / DETECTOR, absent=UNUSED)
        load_weights(sight.encoder, folder / ENCODER, absent=("logit_scale",))
    return sight
