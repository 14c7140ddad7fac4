"""The detector and the encoder around one tower: what training computes is what is exported, and weights come back."""

import random

import pytest
import torch

from models import clip_tokenizer, detector, encoder, queries, sight as sights
from pictosafe.draw import draw


@pytest.fixture(scope="module")
def sight():
    sentences = clip_tokenizer.train(encoder.corpus([draw(seed)[0] for seed in range(10)], random.Random(0)), merges=200)
    made = sights.Sight(clip_tokenizer.train(queries.corpus(), merges=200), sentences, seed=1)
    with torch.no_grad():
        for parameter in made.pool.parameters():
            parameter.add_(0.05 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(parameter.numel())))
    return made.eval()


def test_the_exported_encoder_sees_what_training_sees(sight):
    pixels = torch.randn(2, 3, detector.SIDE, detector.SIDE, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        _, early = detector.features(sight.detector, pixels)
        trained = torch.nn.functional.normalize(sight.gather(early), dim=-1)
        exported = sight.full_encoder().eval()
        reference = torch.nn.functional.normalize(exported.get_image_features(pixels).pooler_output, dim=-1)
    assert torch.allclose(trained, encoder.embed_images(exported, pixels), atol=1e-5)
    assert torch.allclose(trained, reference, atol=1e-5)


def test_saved_weights_come_back(sight, tmp_path):
    sight.save_pretrained(tmp_path)
    sights.save_tokenizers(sight, tmp_path)
    back = dict(sights.restore_sight(tmp_path).named_parameters())
    for name, parameter in sight.named_parameters():
        assert torch.equal(back[name], parameter), name
