"""Statements evaluated on scenes made by hand; -1 means that it is not clear and never asked."""
import pytest

from pictosafe.parse import parse
from pictosafe.statement import Attr, Count, More, Not, Place, Rel, Visible, Word, key
from pictosafe.truth import Facts


@pytest.fixture
def facts(scene_of):
    return Facts(scene_of(("girl", 20, 20, 80, 160), ("beer", 90, 100, 40, 60), ("dog", 300, 300, 80, 80), ("dog", 400, 300, 60, 60),
                          setting="room", words=("bus stop",)))


@pytest.mark.parametrize("text, truth", [
    ("a girl is visible", 1), ("a boy is visible", 0), ("a child is visible", 1), ("no adult is visible", 1), ("no dog is visible", 0),
    ("at least two dogs are visible", 1), ("at least three dogs are visible", 0), ("exactly one girl is visible", 1),
    ("at most 1 animal is visible", 0), ("more than one pet is visible", 1), ("fewer than three animals are visible", 1),
    ("more dogs than girls are visible", 1), ("more children than animals are visible", 0),
    ("a child touches an alcoholic drink", 1), ("an alcoholic drink is touched by a child", 1), ("a girl holds a beer", 1),
    ("a child touches a dog", 0), ("no child touches a dog", 1), ("a dog is next to a dog", 1), ("a girl is far from a dog", 1),
    ("the scene is indoors", 1), ("the scene is at night", 0), ("the words bus stop are written", 1), ("the word zoo is written", 0),
    ("the word stop is written", -1), ("a dog is red", -1), ("a dog is lying", 0), ("a fire is visible", 0),
])
def test_truth(facts, text, truth):
    assert facts.truth(parse(text)) == truth


def test_what_may_count_as_one_is_not_clear(scene_of):
    facts = Facts(scene_of(("firefighter", 20, 20, 80, 160), ("hammer", 300, 100, 40, 60), ("candle", 300, 300, 40, 60)))
    assert facts.truth(parse("a helmet is visible")) == -1, "a firefighter wears one"
    assert facts.truth(parse("a man is visible")) == -1, "a firefighter may be one"
    assert facts.truth(parse("a weapon is visible")) == -1, "a hammer may be one"
    assert facts.truth(parse("at least two weapons are visible")) == 0, "one hammer is not two"
    assert facts.truth(parse("a fire is visible")) == -1, "a candle burns"
    assert facts.truth(parse("an adult is visible")) == 1


def test_barely_visible_objects_are_not_clear(scene_of):
    scene = scene_of(("dog", 20, 20, 80, 80))
    scene.objects[0].area = 0
    assert Facts(scene).truth(Visible("dog")) == -1


def test_not_turns_truth_and_leaves_the_unclear(facts):
    for s in (Visible("girl"), Visible("car"), Attr("red", "dog")):
        value = facts.truth(s)
        assert facts.truth(Not(s)) == (value if value < 0 else 1 - value)


def test_keys_join_statements_that_say_the_same_or_the_opposite():
    assert key(Rel("below", "dog", "cat")) == key(Rel("above", "cat", "dog"))
    assert key(Rel("touches", "dog", "cat")) == key(Rel("touches", "cat", "dog"))
    assert key(Rel("holds", "girl", "beer")) != key(Rel("holds", "boy", "beer"))
    assert key(Count(">=", 3, "dog")) == key(Count(">", 2, "dog")) == key(Not(Count("<", 3, "dog"))) == key(Count("<=", 2, "dog"))
    assert key(Not(Visible("dog"))) == key(Count(">=", 1, "dog"))
    assert key(More("dog", "cat")) != key(More("cat", "dog"))
    assert key(Place("night")) != key(Word("night"))


@pytest.mark.parametrize("text", ["a dog likes a cat", "a dragon is visible", "at least many dogs are visible", "a dog is clever", ""])
def test_what_has_no_label_is_refused(text):
    with pytest.raises(ValueError, match="not a statement about a scene"):
        parse(text)
