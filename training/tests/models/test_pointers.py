"""Words of a statement and the places of what they name."""
import random

import numpy as np
import pytest

from models import labels, pointers
from pictosafe.language import Question, ask
from pictosafe.scene import RELATIONS, Obj, Scene
from pictosafe.statement import Rel, Word
from pictosafe.truth import Facts
from pictosafe.classes import INDEX


def scene(*things: tuple[str, tuple[int, int, int, int]]) -> Scene:
    objects = [Obj(INDEX[name], "noto", box, area=900, mask_area=900) for name, box in things]
    none = np.zeros((len(objects), len(objects)), np.int8)
    return Scene(1, objects, None, [], "farm", {name: none for name in RELATIONS})


def question(text: str, a: str, b: str) -> Question:
    return Question(text, True, "left_right", [a, b], Rel("left_of", a, b))


def boxes(found: list[tuple[int, pointers.Named]]) -> list[tuple[int, pointers.Box]]:
    return [(at, named.box) for at, named in found]


def test_a_word_points_to_the_only_object_it_can_mean():
    facts = Facts(scene(("dog", (0, 0, 256, 256)), ("old man", (256, 256, 512, 512))))
    found = pointers.places(question("a hound is left of an elderly man.", "dog", "old man"), facts)
    assert boxes(found) == [(1, (0.0, 0.0, 0.5, 0.5)), (7, (0.5, 0.5, 1.0, 1.0))]


def test_a_word_tells_what_the_object_it_means_is_like():
    turned = scene(("dog", (0, 0, 256, 256)), ("bus", (256, 256, 512, 512)))
    turned.objects[1].upside_down = True
    turned.objects[1].unclear = frozenset({"on_fire"})
    (_, dog), (_, bus) = pointers.places(question("a dog is left of a bus.", "dog", "bus"), Facts(turned))
    assert dog.flags[labels.FLAGS.index("upside_down")] == 0
    assert bus.flags[labels.FLAGS.index("upside_down")] == 1
    assert bus.flags[labels.FLAGS.index("on_fire")] == labels.UNKNOWN


def test_two_dogs_are_no_place():
    facts = Facts(scene(("dog", (0, 0, 64, 64)), ("dog", (256, 256, 512, 512)), ("cat", (64, 64, 128, 128))))
    assert [at for at, _ in pointers.places(question("a dog is left of a cat", "dog", "cat"), facts)] == [6]


def test_an_object_that_is_not_there_has_no_place():
    assert pointers.places(question("a dog is left of a cat", "dog", "cat"), Facts(scene())) == []


@pytest.mark.parametrize("text, term, at", [("an old man and a man", "man", None), ("fire trucks and a fire", "dog", None), ("two dogs", "dog", 1)])
def test_last_word(text, term, at):
    assert pointers.last_word(text.split(" "), term) == at


def test_kinds_can_be_weighted():
    facts = scene(("dog", (0, 0, 100, 100)), ("cat", (300, 300, 400, 400)))
    asked = ask(facts, random.Random(1), 5, kinds={"left_right": 1})
    assert asked and {q.kind for q in asked} == {"left_right"}


def test_reasoning_points_to_what_it_names_first():
    facts = Facts(scene(("dog", (0, 0, 256, 256)), ("old man", (256, 256, 512, 512)), ("cat", (0, 256, 64, 320)), ("cat", (64, 256, 128, 320))))
    text = "A dog is at the top left, a cat is on the left and an old man is at the bottom right. The dog does not touch the old man."
    assert boxes(pointers.first_places(text, facts)) == [(1, (0.0, 0.0, 0.5, 0.5)), (16, (0.5, 0.5, 1.0, 1.0))]


def test_a_written_text_points_to_its_sign():
    asked = Question('the words "keep out" are written.', True, "text", [], Word("keep out"))
    signs = {"keep out": (0.1, 0.2, 0.4, 0.3), "stop": (0.5, 0.5, 0.7, 0.6)}
    assert pointers.places(asked, Facts(scene()), signs) == [(3, pointers.Named(signs["keep out"]))]
    assert pointers.places(asked, Facts(scene()), {"stop": signs["stop"]}) == []
