"""Which object a patch is to know."""

import random

import numpy as np
from models import labels
from pictosafe import language
from pictosafe.classes import CLASSES
from pictosafe.draw import draw
from pictosafe.statement import Visible


def cells(*boxes):
    """Object k covers box k (x0, y0, x1, y1 in cells); later ones lie above earlier ones."""
    drawn = np.full((labels.CELLS, labels.CELLS), labels.BACKGROUND, np.uint8)
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        drawn[y0:y1, x0:x1] = index
    return drawn


def test_a_small_thing_upon_a_large_one_gets_its_patch():
    found = labels.patch_objects(cells((8, 8, 40, 40), (18, 18, 20, 22)), 8, 2)
    assert found[2, 2] == 1
    assert (found == 0).sum() == 15


def test_a_sliver_of_a_large_thing_is_unsure():
    found = labels.patch_objects(cells((8, 8, 41, 40)), 8, 1)
    assert found[2, 5] == labels.UNSURE
    assert found[2, 6] == -1


def test_a_thing_of_few_cells_is_known_where_it_stands():
    assert labels.patch_objects(cells((20, 20, 22, 21)), 8, 1)[2, 2] == 0


def test_nearly_every_object_of_a_drawn_scene_has_an_image_token():
    known = of = 0
    for seed in range(51_900_000, 51_900_040):
        scene, _, drawn = draw(seed, "close")
        found = labels.patch_objects(drawn, 8, len(scene.objects))
        visible = [i for i in range(len(scene.objects)) if (drawn == i).sum() >= 4]
        of += len(visible)
        known += sum((found == i).any() for i in visible)
    assert known >= 0.93 * of


def test_small_first_asks_about_small_things_more_often():
    scene, _, _ = draw(51_900_002, "close")
    by_area = sorted(scene.objects, key=lambda o: o.area)
    smallest, largest = CLASSES[by_area[0].cls].name, CLASSES[by_area[-1].cls].name

    def asked(name, small_first):
        rng = random.Random(4)
        questions = [q for _ in range(300) for q in language.ask(scene, rng, 8, kinds={"presence": 1}, small_first=small_first)]
        return sum(q.statement == Visible(name) for q in questions)

    assert asked(smallest, True) > asked(smallest, False)
    assert asked(largest, True) < asked(largest, False)
