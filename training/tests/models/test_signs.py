"""Signs painted onto pictures, and where they stand."""
import random

import numpy as np
import pytest

from models.labels import BACKGROUND
from models.signs import Signs, boxes, patch_words
from pictosafe.scene import Scene


@pytest.fixture(scope="module")
def signs():
    return Signs(192)


def blank() -> tuple[Scene, np.ndarray, np.ndarray]:
    return Scene(0, [], None, [], "farm"), np.full((192, 192, 3), 120, np.uint8), np.full((64, 64), BACKGROUND, np.uint8)


def test_what_is_painted_is_what_is_labelled(signs):
    scene, image, cells = blank()
    painted, picture, where = signs.painted(scene, image, cells, random.Random(4))
    assert painted.words and scene.words == []
    assert {signs.texts[word] for word in np.unique(where) if word >= 0} == set(painted.words)
    assert ((picture != image).any(-1) <= (where >= 0)).all()
    assert (picture != image).any(-1)[where >= 0].mean() > 0.9


def test_objects_stay_uncovered(signs):
    scene, image, cells = blank()
    cells[:, 16:] = 3
    for seed in range(20):
        _, picture, where = signs.painted(scene, image, cells, random.Random(seed))
        assert (where[:, 48:] < 0).all() and (picture[:, 48:] == image[:, 48:]).all()


def test_every_text_has_a_sign_that_fits(signs):
    assert {sign.word for sign in signs.pool if sign.pixels.shape[1] <= 190} == set(range(len(signs.texts)))


def test_a_patch_reads_what_covers_half_of_it():
    where = np.full((24, 24), -1)
    where[0:12, 0:6], where[12:24, 12:17] = 7, 9
    assert patch_words(where, 2).tolist() == [[7, -1], [-1, -1]]


def test_a_box_holds_the_whole_sign(signs):
    scene, image, cells = blank()
    painted, _, where = signs.painted(scene, image, cells, random.Random(4))
    found = boxes(where, signs.texts)
    assert sorted(found) == sorted(painted.words)
    for text, (left, top, right, bottom) in found.items():
        columns = np.nonzero((where == signs.texts.index(text)).any(0))[0] / 192
        assert left == columns.min() and right == columns.max() + 1 / 192 and 0 <= top < bottom <= 1
