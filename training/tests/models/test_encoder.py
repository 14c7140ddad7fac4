"""The encoder's fast forward pass against transformers' own, its labels against the scene graph, its training and export."""

import random

import numpy as np
import pytest
import torch

from models import check_encoder, clip_tokenizer, clip_tower, detector, encoder, export_encoder, queries, sight as sights, train_sight
from models.schedule import learning_rate, optimisers
from pictosafe.classes import CLASSES
from pictosafe.dataset import resized
from pictosafe.draw import draw
from pictosafe.phrases import NOUNS
from pictosafe.rulebook import constitutions, is_withheld
from pictosafe.ruletext import draft_rules
from pictosafe.statement import Visible
from pictosafe.truth import Facts


class Scenes:
    """Drawn scenes in the place of a data set on disk."""

    def __init__(self, count):
        self.rows = [draw(seed) for seed in range(count)]

    def scene(self, index):
        return self.rows[index][0]

    def image(self, index):
        return resized(self.rows[index][1], encoder.SIDE)

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
    scenes = [draw(seed)[0] for seed in range(12)]
    texts = encoder.texts(scenes, random.Random(2), rules_per_image=2, names=90)
    assert texts.relevant.shape == (12, len(texts.names) + len(texts.rules)) and len(texts.names) == 90 and texts.rules
    classes = {NOUNS[cls.name][0].singular: cls.name for cls in CLASSES}
    checked = 0
    for text, column in zip(texts.names, texts.relevant.T.tolist()):
        if text in classes:
            assert column == [Facts(scene).truth(Visible(classes[text])) for scene in scenes], text
            checked += 1
    assert checked > 5 and {-1, 0, 1} >= set(texts.relevant.flatten().tolist()) >= {0, 1}


def test_batches_hold_no_withheld_rule():
    rng = random.Random(4)
    scenes = [draw(seed)[0] for seed in range(80)]
    drafts = [draft for scene in scenes for draft in draft_rules(scene, rng, 6)]
    assert len(drafts) > 300
    assert not [draft.text for draft in drafts if any(is_withheld(statement) for alternatives in draft.chain for statement in alternatives)]
    benchmark = {rule.text.rstrip(".").lower() for rule in constitutions()[0].rules}
    assert not [text for text in encoder.texts(scenes, rng, rules_per_image=6).rules if text.rstrip(".").lower() in benchmark]


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


@pytest.fixture(scope="module")
def sight(tokenizer):
    return sights.Sight(clip_tokenizer.train(queries.corpus(), merges=300), tokenizer, seed=5)


def test_export_is_the_model_and_comes_back(sight, tmp_path):
    export_encoder.write(sight, tmp_path)
    assert max(check_encoder.differences(tmp_path).values()) < check_encoder.TOLERANCE
    back, loaded = export_encoder.restore(tmp_path)
    assert loaded.get_vocab() == sight.sentences.get_vocab()
    restored = dict(back.named_parameters())
    for name, value in sight.full_encoder().named_parameters():
        if name != "logit_scale":
            assert torch.allclose(restored[name], value, atol=2e-3, rtol=1e-3), name


def test_a_few_steps_lower_the_loss_on_a_batch(tokenizer):
    sight = sights.Sight(clip_tokenizer.train(queries.corpus(), merges=300), tokenizer, seed=6)
    sight.start_pool()
    objective, scenes = train_sight.Objective(sight), Scenes(4)
    drawn = detector.batch(scenes, list(range(4)), queries.draw, random.Random(0), 24)
    texts = encoder.texts([scenes.scene(index) for index in range(4)], random.Random(0), rules_per_image=2, names=24)
    losses = []
    chosen = optimisers(objective, 1e-3, 2e-3)
    for _ in range(9):
        parts = objective(sight.phrases, sight.sentences, drawn, texts, frozen=False)
        loss = train_sight.total(parts, seeing=False)
        losses.append({name: parts[name].item() for name in ("names", "classes", "present", "rules")} | {"all": loss.item()})
        objective.zero_grad()
        loss.backward()
        for optimiser in chosen:
            optimiser.step()
    assert all(np.isfinite(list(row.values())).all() for row in losses)
    assert losses[-1]["all"] < 0.9 * losses[0]["all"], losses
    assert losses[-1]["present"] + losses[-1]["rules"] < losses[0]["present"] + losses[0]["rules"], losses


def test_tower_starts_from_the_vlm(tmp_path):
    """A SigLIP-type tower, and the CLIP-type one started from it, hand the same states to the first layer, added norm included.

    But for each state's mean, which the norm at the entry of every layer takes off.
    """
    from transformers.models.idefics3.configuration_idefics3 import Idefics3VisionConfig
    from transformers.models.idefics3.modeling_idefics3 import Idefics3VisionTransformer

    config = Idefics3VisionConfig(hidden_size=encoder.WIDTH, intermediate_size=512, num_hidden_layers=2, num_attention_heads=encoder.HEADS,
                                  image_size=encoder.SIDE, patch_size=encoder.PATCH, hidden_act="gelu_pytorch_tanh")
    torch.manual_seed(0)
    tower = Idefics3VisionTransformer(config)
    torch.nn.init.normal_(tower.embeddings.patch_embedding.bias, std=0.3)
    torch.save({"model": {f"model.vision_model.{name}": value for name, value in tower.state_dict().items()}}, tmp_path / "vlm.pt")
    images = torch.from_numpy(np.stack([Scenes(2).image(index) for index in range(2)]))
    vision = encoder.build(encoder.config(600, layers=2), seed=1).vision_model
    clip_tower.start_from_vlm(vision, tmp_path / "vlm.pt", clip_tower.normalise(images))
    embeddings = tower.embeddings
    with torch.no_grad():
        expected = embeddings.patch_embedding((images.float() / 127.5 - 1).permute(0, 3, 1, 2)).flatten(2).transpose(1, 2) + embeddings.position_embedding.weight
        got = vision.pre_layrnorm(clip_tower.patches(vision.embeddings, clip_tower.normalise(images)))[:, 1:]
    expected, got = (states - states.mean(-1, keepdim=True) for states in (expected, got))
    assert torch.corrcoef(torch.stack([got.flatten(), expected.flatten()]))[0, 1] > 0.99
    assert (got - expected).abs().mean() < 0.1 * expected.std()
    assert torch.equal(vision.encoder.layers[1].mlp.fc1.weight, tower.encoder.layers[1].mlp.fc1.weight)


def test_learning_rate_warms_up_and_falls():
    assert learning_rate(0.0, 0) < learning_rate(0.05, 200) > learning_rate(0.9, 2000) > 0
