"""The detector's fast forward pass against transformers' own, its targets against the scene graph, its queries."""

import random

import numpy as np
import pytest
import torch

from models import clip_tokenizer, clip_tower, detector, queries
from pictosafe.draw import draw
from pictosafe.scene import Obj


@pytest.fixture(scope="module")
def tokenizer():
    return clip_tokenizer.train(queries.corpus())


@pytest.fixture(scope="module")
def model(tokenizer):
    return detector.build(detector.config(tokenizer.get_vocab_size(), layers=2, text_layers=2), seed=3).eval()


def ids_of(tokenizer, texts):
    ids, mask = clip_tokenizer.encode(tokenizer, texts, detector.TEXT_LENGTH, detector.PAD)
    return torch.tensor(ids), torch.tensor(mask)


def test_fast_forward_is_transformers_forward(model, tokenizer):
    ids, mask = ids_of(tokenizer, ["dog", "a red car", "the upside-down house"])
    pixels = torch.randn(1, 3, detector.SIDE, detector.SIDE, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        reference = model(input_ids=ids, attention_mask=mask, pixel_values=pixels)
        logits, boxes = detector.heads(model, detector.features(model, pixels)[0], detector.embed_texts(model, ids))
    assert torch.allclose(logits, reference.logits, atol=1e-4)
    assert torch.allclose(boxes, reference.pred_boxes, atol=1e-5)


def test_patches_left_out_leave_the_others_as_they_are(model):
    pixels = torch.randn(2, 3, detector.SIDE, detector.SIDE)
    keep = torch.tensor([[5, 77, 575], [0, 3, 24]])
    whole = clip_tower.patches(model.owlvit.vision_model.embeddings, pixels)
    part = clip_tower.patches(model.owlvit.vision_model.embeddings, pixels, keep)
    assert torch.allclose(part[:, 1:], torch.stack([whole[i, 1:][keep[i]] for i in range(2)]), atol=1e-6)
    assert torch.allclose(part[:, 0], whole[:, 0])


def test_kept_patches_are_distinct_and_objects_come_first():
    busy = np.zeros((3, 24, 24), bool)
    busy[:, 4:9, 10:14] = True
    keep = clip_tower.kept(busy, 192, np.random.default_rng(0))
    for row, objects in zip(keep, busy):
        assert len(set(row)) == 192
        assert set(np.flatnonzero(objects)) <= set(row)


@pytest.mark.parametrize("seed", range(20))
def test_every_visible_object_owns_a_patch_on_its_box(seed):
    scene, _, cells = draw(seed)
    found = detector.targets(scene, cells)
    per_patch = detector.SCENE_SIDE / detector.GRID
    for index, obj in enumerate(scene.objects):
        if obj.area < 60:
            continue
        rows, columns = np.nonzero(found.owner == index)
        assert len(rows), (seed, obj)
        x0, y0, x1, y1 = obj.box
        assert (columns * per_patch < x1 + 1).all() and ((columns + 1) * per_patch > x0 - 1).all()
        assert (rows * per_patch < y1 + 1).all() and ((rows + 1) * per_patch > y0 - 1).all()
        expected = np.array([(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0]) / detector.SCENE_SIDE
        assert np.allclose(found.boxes[index], expected, atol=2e-3)


def test_flip_moves_targets_with_the_pixels():
    scene, _, cells = draw(7)
    plain, flipped = detector.targets(scene, cells), detector.targets(scene, cells, flip=True)
    assert np.allclose(flipped.boxes[:, 0], 1 - plain.boxes[:, 0], atol=1e-6)
    assert (flipped.owner[:, ::-1] == plain.owner).mean() > 0.98


def test_queries_mean_what_they_say():
    from pictosafe.classes import INDEX
    by_name = {term.noun.singular: term for term in queries.terms()}
    car = Obj(INDEX["car"], "noto", (0, 0, 50, 50), colour="red", unclear=frozenset({"lying"}))
    assert queries.Query("red car", by_name["car"], "red").means(car) == 1
    assert queries.Query("blue car", by_name["car"], "blue").means(car) == 0
    assert queries.Query("car lying down", by_name["car"], "lying").means(car) == -1
    assert queries.Query("vehicle", by_name["vehicle"]).means(car) == 1
    assert queries.Query("red dog", by_name["dog"], "red").means(car) == 0


def test_withheld_words_and_pairs_are_never_asked_in_training():
    rng = random.Random(5)
    objects = [obj for seed in range(30) for obj in draw(seed)[0].objects]
    asked = [query for _ in range(20) for query in queries.draw(objects, rng, 96)]
    assert len(asked) >= 20 * 96
    assert not [query.text for query in asked if query.term.withheld]
    present = {(obj.cls, query.attribute) for query in asked if query.attribute for obj in objects if query.means(obj, training=True) == 1}
    assert present and not [pair for pair in present if queries.withheld_pair(pair[1], pair[0])]
    assert queries.WITHHELD_WORDS <= {term.noun.singular for term in queries.terms()}


def test_tokenizer_keeps_published_layout(tokenizer, tmp_path):
    clip_tokenizer.save(tokenizer, tmp_path, detector.TEXT_LENGTH, pad=clip_tokenizer.FIRST)
    loaded = clip_tokenizer.load(tmp_path)
    assert loaded.get_vocab()["!"] == 0
    ids = loaded.encode("A Red   CAR, über").ids
    assert ids[0] == loaded.get_vocab_size() - 2 and ids[-1] == loaded.get_vocab_size() - 1 and max(ids[:-1]) < ids[-1]
    assert loaded.encode("a red car, ÜBER").ids == ids
    assert len(loaded.encode("firefighter").ids) <= 4
