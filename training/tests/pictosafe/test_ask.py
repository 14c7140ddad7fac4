"""Statements in pairs, so that their form does not give the answer away."""
import random
from collections import Counter

import pytest

from pictosafe.language import PAIRED, Asker, ask
from pictosafe.rulebook import is_withheld
from pictosafe.statement import Attr, Count, Rel, terms
from pictosafe.truth import Facts


@pytest.fixture
def scenes(scene_of):
    rng = random.Random(5)
    names = ("dog", "cat", "man", "boy", "ball", "car", "house", "knife")
    return [scene_of(*((name, rng.randint(0, 400), rng.randint(0, 400), 80, 80) for name in rng.sample(names, 5))) for _ in range(60)]


def test_paired_kinds_are_half_true(scenes):
    rng = random.Random(1)
    asked = Counter((q.kind, q.answer) for scene in scenes for q in ask(scene, rng, 20, kinds={"left_right": 1, "above_below": 1, "next_to": 1, "touches": 1}, twins=0.8))
    for kind in {kind for kind, _ in asked}:
        assert kind in PAIRED
        assert 0.45 < asked[kind, True] / (asked[kind, True] + asked[kind, False]) < 0.6


def test_without_pairs_the_world_decides(scenes):
    rng = random.Random(1)
    asked = Counter(q.answer for scene in scenes for q in ask(scene, rng, 20, kinds={"touches": 1}))
    assert asked[True] < asked[False] / 2


@pytest.mark.parametrize("statement", [Rel("left_of", "dog", "cat"), Rel("touches", "dog", "cat"), Count("==", 1, "dog")])
def test_a_twin_has_the_opposite_truth_and_names_what_is_there(scene_of, statement):
    scene = scene_of(("dog", 0, 200, 80, 80), ("cat", 78, 200, 80, 80), ("ball", 400, 200, 60, 60))
    facts = Facts(scene)
    assert facts.truth(statement) == 1
    twin = Asker(scene, random.Random(2)).twin(statement, 1)
    assert twin is not None and facts.truth(twin) == 0
    assert all(facts.of(term)[0] for term in terms(twin))


def test_a_twin_of_an_attribute_is_about_another_object(scene_of):
    scene = scene_of(("dog", 0, 200, 80, 80), ("cat", 200, 200, 80, 80))
    scene.objects[0].upside_down = True
    twin = Asker(scene, random.Random(2)).twin(Attr("upside_down", "dog"), 1)
    assert isinstance(twin, Attr) and twin.attr == "upside_down" and Facts(scene).truth(twin) == 0


def test_what_is_withheld_of_a_class_is_asked_of_its_groups(scene_of):
    scene = scene_of(("car", 0, 200, 80, 80), ("dog", 300, 200, 80, 80))
    scene.objects[0].upside_down = True
    statement = Attr("upside_down", "car")
    assert is_withheld(statement)
    asked = [q.statement for seed in range(60) for q in ask(scene, random.Random(seed), 6, kinds={"attribute": 1}, twins=0.8)]
    assert statement not in asked and Attr("upside_down", "vehicle") in asked
    assert statement in [q.statement for seed in range(60) for q in ask(scene, random.Random(seed), 6, split="test", kinds={"attribute": 1}, twins=0.8)]
