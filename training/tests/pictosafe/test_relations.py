"""Each relation's definition, on masks made by hand."""
import numpy as np
import pytest

from pictosafe.classes import INDEX
from pictosafe.scene import Obj, Shape, between, contact, mask_gap, size_of


def square(x, y, side=40):
    return Shape(np.ones((side, side), bool), x, y)


@pytest.mark.parametrize("gap, state", [(-8, 1), (0, 1), (3, 1), (4, -1), (15, -1), (16, 0), (60, 0)])
def test_touches_within_three_px_and_not_from_sixteen(gap, state):
    assert contact(square(100, 100), square(140 + gap, 100))[0] == state


def test_masks_decide_about_touching_and_not_their_boxes():
    corner = np.tri(40, 40, dtype=bool)           # lower left half
    other = np.tri(40, 40, -30, dtype=bool).T     # a small upper right corner
    a, b = Shape(corner, 100, 100), Shape(other, 100, 100)
    assert contact(a, b)[0] == 0
    assert mask_gap(a, b) >= 16


@pytest.mark.parametrize("shared, state", [(0.5, 1), (0.6, 1), (0.65, -1), (1.0, -1)])
def test_more_than_sixty_percent_of_overlap_is_not_asked(shared, state):
    assert contact(square(100, 100), square(100 + round(40 * (1 - shared)), 100)) == (state, pytest.approx(shared))


def test_a_person_holds_a_small_thing_at_hand_height(scene_of):
    at_hand = scene_of(("girl", 100, 100, 100, 200), ("knife", 190, 220, 40, 40))
    at_head = scene_of(("girl", 100, 100, 100, 200), ("knife", 190, 80, 40, 20))
    apart = scene_of(("girl", 100, 100, 100, 200), ("knife", 240, 220, 40, 40))
    too_big = scene_of(("girl", 100, 100, 100, 100), ("umbrella", 190, 140, 100, 100))
    animal = scene_of(("dog", 100, 100, 100, 200), ("knife", 190, 220, 40, 40))
    tree = scene_of(("girl", 100, 100, 100, 200), ("tree", 190, 220, 40, 40))
    assert [s.rel["holds"][0, 1] for s in (at_hand, at_head, apart, too_big, animal, tree)] == [1, 0, 0, -1, 0, 0]
    assert at_hand.rel["holds"][1, 0] == 0


def test_inside_needs_a_container_room_and_being_in_front(scene_of):
    inner = ("candle", 140, 140, 40, 40)
    outer = ("tent", 100, 100, 120, 120)
    assert scene_of(outer, inner).rel["inside"].tolist() == [[0, 0], [1, 0]]
    assert scene_of(inner, outer).rel["inside"][0, 1] == -1, "hidden behind the tent"
    assert scene_of(("dog", *outer[1:]), inner).rel["inside"][1, 0] == -1, "a dog is no container"
    assert scene_of(outer, ("candle", 230, 140, 40, 40)).rel["inside"][1, 0] == 0
    assert scene_of(outer, ("candle", 110, 110, 100, 100)).rel["inside"][1, 0] == -1, "too big"


def test_on_top_stands_on_the_upper_edge(scene_of):
    base = ("car", 100, 200, 160, 80)
    assert scene_of(base, ("cat", 150, 150, 50, 55)).rel["on_top_of"].tolist() == [[0, 0], [1, 0]]
    assert scene_of(base, ("cat", 150, 100, 50, 55)).rel["on_top_of"][1, 0] == 0, "hovers"
    assert scene_of(base, ("cat", 150, 275, 50, 55)).rel["on_top_of"][1, 0] == 0, "hangs below"
    assert scene_of(base, ("cat", 60, 150, 50, 55)).rel["on_top_of"][1, 0] == -1, "middle beside the car"


def test_directions_are_opposite_and_exclusive(scene_of):
    s = scene_of(("dog", 100, 100, 40, 40), ("cat", 110, 300, 40, 40))
    assert s.rel["above"][0, 1] == 1 and s.rel["below"][1, 0] == 1
    assert s.rel["above"][1, 0] == 0 and s.rel["below"][0, 1] == 0
    assert s.rel["right_of"][0, 1] == 0 and s.rel["left_of"][0, 1] == -1, "hardly to the side"
    diagonal = scene_of(("dog", 100, 100, 40, 40), ("cat", 150, 300, 40, 40))
    assert diagonal.rel["left_of"][0, 1] == -1
    for name, opposite in (("above", "below"), ("left_of", "right_of")):
        assert (s.rel[name] == s.rel[opposite].T).all()


@pytest.mark.parametrize("gap, near, far", [(17, 1, 0), (30, 1, 0), (50, -1, 0), (75, 0, 0), (120, 0, -1), (190, 0, 1)])
def test_next_to_and_far_from_by_the_gap(scene_of, gap, near, far):
    s = scene_of(("dog", 20, 200, 60, 60), ("cat", 80 + gap, 200, 60, 60))
    assert (s.rel["next_to"][0, 1], s.rel["far_from"][0, 1]) == (near, far)


def test_above_each_other_is_not_next_to(scene_of):
    assert scene_of(("dog", 100, 100, 60, 60), ("cat", 100, 180, 60, 60)).rel["next_to"][0, 1] == -1


def test_between_is_near_the_middle_of_the_line():
    def at(x, y):
        return Obj(INDEX["dog"], "test", (x - 20, y - 20, x + 20, y + 20))
    left, right = at(100, 250), at(400, 250)
    assert between(at(250, 260), left, right) == 1
    assert between(at(250, 400), left, right) == -1
    assert between(at(250, 490), left, right) == 0
    assert between(left, at(250, 250), right) == 0


def test_flames_over_a_quarter_of_the_mask_set_on_fire(scene_of):
    burning = scene_of(("car", 100, 100, 100, 100), ("fire", 160, 100, 100, 100))
    licked = scene_of(("car", 100, 100, 100, 100), ("fire", 185, 100, 100, 100))
    beside = scene_of(("car", 100, 100, 100, 100), ("fire", 198, 100, 100, 100))
    assert burning.objects[0].on_fire and not burning.objects[1].on_fire
    assert not licked.objects[0].on_fire and "on_fire" in licked.objects[0].unclear
    assert not beside.objects[0].on_fire and not beside.objects[0].unclear
    assert burning.rel["touches"][0, 1] == 1, "what burns is touched by the flames"


@pytest.mark.parametrize("side, size, unclear", [(120, "large", set()), (100, None, {"large"}), (80, None, set()), (55, None, {"small"}), (40, "small", set())])
def test_size_is_the_share_of_the_image(side, size, unclear):
    obj = Obj(INDEX["ball"], "test", (0, 0, side, side), mask_area=side * side)
    size_of(obj)
    assert (obj.size, set(obj.unclear)) == (size, unclear)
