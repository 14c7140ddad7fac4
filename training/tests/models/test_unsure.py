"""What the model is unsure of: which direct answers count, and what becomes of a question when its scene is varied."""

import random

import pytest
from pictosafe.draw import draw
from pictosafe.truth import Facts

from models import augment, unsure
from models.batches import Batches


@pytest.mark.parametrize(
    ("seen", "prior", "kept"),
    [(0.5, 0.5, True), (0.34, 0.5, False), (0.36, 0.5, True), (0.89, 0.5, True), (0.91, 0.5, False), (0.0, 0.0, True), (0.79, 0.0, True), (0.81, 0.0, False)],
)
def test_unsure_is_what_lies_between_the_thresholds_of_the_method(seen, prior, kept):
    assert unsure.is_unsure(seen, prior) is kept


def test_a_question_is_asked_again_with_its_answer_in_the_varied_scene():
    changed = 0
    for seed in range(40):
        scene, image, cells = draw(seed)
        if scene.words:
            continue
        asked = unsure.candidates(scene, random.Random(seed))
        mirrored = augment.mirrored(scene, image, cells)[0]
        facts = Facts(mirrored)
        kept = Batches.still_asked(mirrored, asked, False, random.Random(1))
        assert {q.text for q in kept} == {q.text for q in asked if facts.truth(q.statement) >= 0}
        assert all(q.answer == (facts.truth(q.statement) == 1) for q in kept)
        before = {q.text: q.answer for q in asked}
        changed += sum(before[q.text] != q.answer for q in kept)
    assert changed > 0  # left is right in the mirror


def test_in_a_crop_only_what_a_crop_shows_is_asked():
    for seed in range(40):
        scene = draw(seed)[0]
        asked = unsure.candidates(scene, random.Random(seed))
        if all(augment.askable_in_crop(q.statement) for q in asked):
            continue
        kept = Batches.still_asked(scene, asked, True, random.Random(0))
        assert kept and all(augment.askable_in_crop(q.statement) for q in kept)
        return
    raise AssertionError("no statement of 40 scenes needs the whole picture")
