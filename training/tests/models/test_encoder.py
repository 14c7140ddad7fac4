"""The encoder's fast forward pass against transformers' own, its labels against the scene graph, its export."""

import random

import numpy as np
import pytest
import torch

from models import check_encoder, clip_tokenizer, clip_tower, encoder, export_encoder
from models.schedule import learning_rate
from pictosafe.draw import draw
from pictosafe.ruletext import draft_rules


class Scenes:
    """Drawn scenes in the place of a data set on disk."""

    def __init__(self, count):
        drawn = [draw(seed) for seed in range(count)]
        self.rows = [(scene, image[:: 512 // 192 + 1, :: 512 // 192 + 1], cells) for scene, image, cells in drawn]

    def scene(self, index):
        return self.rows[index][0]

    def image(self, index):
        return np.resize(self.rows[index][1], (encoder.SIDE, encoder.SIDE, 3))

    def cells(self, index):
        return self.rows[index][2]


@pytest.fixture(scope="module")
def tokenizer():
    return clip_tokenizer.train(encoder.corpus([draw(seed)[0] for seed in range(40)], random.Random(0)), merges=300)


@pytest.fixture(scope="module")
def model(tokenizer):
    return encoder.build(encoder.config(tokenizer.get_vocab_size(), layers=2, text_layers=2), seed=3).eval()


@pytest.mark.parametrize("gradients", [False, True])
def test_fast_forward_is_transformers_forward(model, tokenizer, gradients):
    ids, mask = (torch.tensor(rows) for rows in clip_tokenizer.encode(tokenizer, ["A child must not touch a weapon.", "dog"], 77, model.config.text_config.pad_token_id))
    pixels = torch.randn(2, 3, encoder.SIDE, encoder.SIDE, generator=torch.Generator().manual_seed(1))
    with torch.set_grad_enabled(gradients):
        images = encoder.embed_images(model, pixels)
        texts = encoder.embed_texts(model, ids)
    reference = model(input_ids=ids, attention_mask=mask, pixel_values=pixels)
    assert torch.allclose(images, reference.image_embeds, atol=1e-5)
    assert torch.allclose(texts, reference.text_embeds, atol=1e-5)


def test_padding_changes_no_text(model, tokenizer):
    text = "No candle may be inside a tent."
    alone, _ = clip_tokenizer.encode(tokenizer, [text], 77, 0)
    beside, _ = clip_tokenizer.encode(tokenizer, [text, "Never show " + "a dog and " * 15 + "a cat"], 77, model.config.text_config.pad_token_id)
    with torch.no_grad():
        assert torch.allclose(encoder.embed_texts(model, torch.tensor(alone)), encoder.embed_texts(model, torch.tensor(beside))[:1], atol=1e-5)


def test_a_long_text_keeps_its_end(tokenizer):
    ids, mask = clip_tokenizer.encode(tokenizer, ["never show a dog " * 60], encoder.TEXT_LENGTH, 0)
    assert len(ids[0]) == encoder.TEXT_LENGTH and ids[0][-1] == tokenizer.get_vocab_size() - 1 and sum(mask[0]) == encoder.TEXT_LENGTH


def test_every_text_is_labelled_for_every_image():
    scenes = Scenes(12)
    drawn = encoder.batch(scenes, list(range(12)), random.Random(2))
    assert drawn.relevant.shape == (12, len(drawn.names) + len(drawn.rules))
    assert drawn.keep.shape == (12, encoder.KEPT)
    for text, column in zip(drawn.names, drawn.relevant.T):
        for row, cls in ((row, obj) for row in range(12) for obj in scenes.scene(row).objects):
            if text == cls.name and cls.area >= 0.25 * cls.mask_area:
                assert column[row] == 1, (text, row)


def test_a_violated_rule_is_relevant():
    rng = random.Random(1)
    violated = [draft for seed in range(60) for draft in draft_rules(draw(seed)[0], rng, 4) if draft.violated]
    assert len(violated) > 10
    assert all(draft.relevant for draft in violated)


def test_loss_falls_when_relevant_pairs_are_closer():
    relevant = torch.tensor([[1, 0, -1]], dtype=torch.int8)
    scale, shift = torch.tensor(2.0), torch.tensor(-3.0)
    good = encoder.loss(torch.tensor([[0.9, 0.1, 0.5]]), relevant, scale, shift)
    bad = encoder.loss(torch.tensor([[0.1, 0.9, 0.5]]), relevant, scale, shift)
    ignored = encoder.loss(torch.tensor([[0.9, 0.1, -0.5]]), relevant, scale, shift)
    assert good < bad and good == ignored


def test_export_is_the_model(model, tokenizer, tmp_path, monkeypatch):
    full = encoder.build(encoder.config(tokenizer.get_vocab_size()), seed=5)
    full.save_pretrained(tmp_path / "trained")
    clip_tokenizer.save(tokenizer, tmp_path / "trained", encoder.TEXT_LENGTH, pad=clip_tokenizer.END)
    monkeypatch.setattr("sys.argv", ["export", "--from", str(tmp_path / "trained"), "--out", str(tmp_path / "out")])
    export_encoder.main()
    assert max(check_encoder.differences(tmp_path / "out").values()) < check_encoder.TOLERANCE
    back, _ = export_encoder.restore(tmp_path / "out")
    for name, value in full.named_parameters():
        if name != "logit_scale":
            assert torch.allclose(dict(back.named_parameters())[name], value, atol=2e-3, rtol=1e-3), name


def test_tower_starts_from_the_vlm(tmp_path):
    """A SigLIP-type tower and the CLIP-type one started from it give the same patch states before the added layer norm."""
    from transformers.models.idefics3.configuration_idefics3 import Idefics3VisionConfig
    from transformers.models.idefics3.modeling_idefics3 import Idefics3VisionTransformer

    config = Idefics3VisionConfig(hidden_size=encoder.WIDTH, intermediate_size=512, num_hidden_layers=2, num_attention_heads=6, image_size=192, patch_size=12, hidden_act="gelu_pytorch_tanh")
    torch.manual_seed(0)
    tower = Idefics3VisionTransformer(config)
    torch.nn.init.normal_(tower.embeddings.patch_embedding.bias)
    torch.save({"model": {f"model.vision_model.{name}": value for name, value in tower.state_dict().items()}}, tmp_path / "vlm.pt")
    images = torch.randint(0, 256, (2, 192, 192, 3), dtype=torch.uint8)
    model = encoder.build(encoder.config(600, layers=2), seed=1)
    encoder.start_from_vlm(model, tmp_path / "vlm.pt", clip_tower.normalise(images))
    vlm_pixels = (images.float() / 127.5 - 1).permute(0, 3, 1, 2)
    embeddings = tower.embeddings
    expected = embeddings.patch_embedding(vlm_pixels).flatten(2).transpose(1, 2) + embeddings.position_embedding.weight
    got = clip_tower.patches(model.vision_model.embeddings, clip_tower.normalise(images))[:, 1:]
    assert torch.allclose(got, expected, atol=1e-4)
    assert torch.equal(model.vision_model.encoder.layers[1].mlp.fc1.weight, tower.encoder.layers[1].mlp.fc1.weight)


def test_learning_rate_warms_up_and_falls():
    assert learning_rate(0.0, 0) < learning_rate(0.05, 200) > learning_rate(0.9, 2000) > 0
