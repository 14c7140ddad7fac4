"""Scenes arranged like the benchmark's, and close-ups as the judge cuts them."""

import random
from collections import Counter

import numpy as np

from pictosafe import language
from pictosafe.closeups import closeup
from pictosafe.describe import where
from pictosafe.draw import draw
from pictosafe.rulebook import is_withheld
from pictosafe.statement import Attr, Count, Rel
from pictosafe.truth import Facts

SEEDS = range(60_900_000, 60_900_160)


def test_what_an_arrangement_decides_is_as_often_false_as_true(art):
    truths = Counter()
    for seed in SEEDS:
        scene, _, _ = draw(seed, "pairs")
        facts = Facts(scene)
        truths.update(facts.truth(s) for s in scene.focus if isinstance(s, (Attr, Count, Rel)) and getattr(s, "rel", "") != "next_to")
    assert 0.3 < truths[1] / (truths[0] + truths[1]) < 0.6, truths


def test_an_arrangement_is_about_what_is_in_the_scene(art):
    arranged = 0
    for seed in SEEDS:
        scene, _, _ = draw(seed, "pairs")
        assert 1 <= len(scene.objects) <= 8
        arranged += bool(scene.focus)
    assert arranged > 0.9 * len(SEEDS)


def test_focused_questions_say_what_is_true_and_never_what_is_withheld(art):
    asked = 0
    for seed in SEEDS:
        scene, _, _ = draw(seed, "pairs")
        facts = Facts(scene)
        for question in language.focused(scene, random.Random(seed)):
            assert not is_withheld(question.statement)
            assert facts.truth(question.statement) == question.answer
            assert question.kind in language.KINDS
            asked += 1
    assert asked > len(SEEDS)


def test_where_one_of_several_decides_all_are_located_before_it_is_said_which(art):
    decided, first_named = 0, Counter()
    for seed in SEEDS:
        scene, _, _ = draw(seed, "pairs")
        facts = Facts(scene)
        for question in language.focused(scene, random.Random(seed)):
            s = question.statement
            if not isinstance(s, Rel) or len(facts.of(s.a)[0]) < 2 or set(facts.of(s.a)[0]) & set(facts.of(s.b)[0]) or not facts.of(s.b)[0]:
                continue
            thinking, rationale = language.reason(scene, question, random.Random(0))
            seen, said = thinking.split(". ", 1)
            assert seen.startswith("I see ") and len(thinking.split()) <= 40, thinking
            assert said.startswith("None of them") != question.answer, thinking
            assert rationale.startswith("No ") != question.answer, rationale
            decided += 1
            if question.answer:
                true = {where(scene.objects[i]) for i in facts.of(s.a)[0] if any(facts.rel[s.rel][i][j] == 1 for j in facts.of(s.b)[0])}
                named = next(place for place in sorted(true, key=len, reverse=True) if f" {place} " in said)
                listed = min((at, place) for place in {where(scene.objects[i]) for i in facts.of(s.a)[0]} if (at := seen.find(f" {place}")) >= 0)[1]
                first_named[named == listed] += 1
    assert decided > 20
    assert first_named[False] > 3, "the order must not tell which one decides"


def test_a_close_up_shows_the_small_thing_large(art):
    shares = []
    for seed in range(61_900_000, 61_900_060):
        scene, image, cells = closeup(seed, 96)
        assert image.shape == (96, 96, 3) and cells.shape == (64, 64)
        if scene.focus and Facts(scene).truth(scene.focus[0]) == 1:
            shown = [i for i, o in enumerate(scene.objects) if o.name == scene.focus[0].term]
            shares.append(max(max(o.box[2] - o.box[0], o.box[3] - o.box[1]) / 512 for o in (scene.objects[i] for i in shown)))
    assert len(shares) > 30 and np.median(shares) > 0.2  # below 1 % of the picture, so at most a tenth of its side


def test_a_close_up_is_the_same_every_time(art):
    first, again = closeup(61_900_007, 48), closeup(61_900_007, 48)
    assert first[0].graph() == again[0].graph() and (first[1] == again[1]).all() and (first[2] == again[2]).all()
