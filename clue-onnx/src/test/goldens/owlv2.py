"""Goldens of OWLv2: the image padded to a square with grey, then smoothed and resized."""

from __future__ import annotations

import detectors
import numpy as np
import torch
from transformers import Owlv2Config, Owlv2ForObjectDetection
from transformers.image_utils import SizeDict
from transformers.models.owlv2.image_processing_pil_owlv2 import Owlv2ImageProcessorPil

GREY = 0.5


def pixels_of(processor: Owlv2ImageProcessorPil, image) -> torch.Tensor:
    """The processor's own steps, with the grey of the published checkpoints' training where this version pads black."""
    array = np.asarray(image).transpose(2, 0, 1)
    array = processor.rescale(array, processor.rescale_factor)
    array = processor.pad(array, constant_value=GREY)
    array = processor.resize(array, SizeDict(height=detectors.SIDE, width=detectors.SIDE))
    array = processor.normalize(array, processor.image_mean, processor.image_std)
    return torch.from_numpy(np.asarray(array, np.float32))[None]


def make(folder, expected, images):
    processor = Owlv2ImageProcessorPil(size={"height": detectors.SIDE, "width": detectors.SIDE})
    detectors.make(folder, expected, images, Owlv2Config, Owlv2ForObjectDetection, processor, pixels_of, True)
