"""Goldens of OWL-ViT: the image squashed to the tower's square."""

from __future__ import annotations

import detectors
from transformers import OwlViTConfig, OwlViTForObjectDetection
from transformers.models.owlvit.image_processing_pil_owlvit import OwlViTImageProcessorPil


def make(folder, expected, images):
    side = {"height": detectors.SIDE, "width": detectors.SIDE}
    processor = OwlViTImageProcessorPil(size=side, crop_size=side)
    pixels = lambda p, image: p(image, return_tensors="pt")["pixel_values"]
    detectors.make(folder, expected, images, OwlViTConfig, OwlViTForObjectDetection, processor, pixels, False)
