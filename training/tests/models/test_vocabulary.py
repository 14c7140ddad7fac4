import random
import re
from pathlib import Path

import yaml

from models import bundle, vocabulary
from pictosafe.classes import CLASSES, GROUPS
from pictosafe.parse import parse
from pictosafe.phrases import NOUNS, say
from pictosafe.statement import ATTRIBUTES, PLACES, Attr, Between, Count, More, Not, Place, Rel, Visible, Word

SHIPPED = Path(__file__).parents[3] / "clue-models/src/main/resources/dev/clue/models" / bundle.NAME / vocabulary.FILE
CONTENT = yaml.safe_load(vocabulary.vocabulary())
FILLED = {"X": "dog", "Xs": "dogs", "Y": "cat", "Ys": "cats", "Z": "tree", "N": "two", "W": "stop"}


def filled(form: str) -> str:
    return re.sub(r"\b[XYZNW]s?\b", lambda place: FILLED[place[0]], form)


def test_what_is_shipped_is_current() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == vocabulary.vocabulary(), "run python -m models.vocabulary --to " + str(SHIPPED)


def test_every_name_is_one_that_the_models_were_taught() -> None:
    names = [*CONTENT["objects"], *CONTENT["groups"]]
    assert set(names) == set(NOUNS)
    assert {c.name for c in CLASSES} == set(CONTENT["objects"])
    for name in names:
        assert {name, *CONTENT["synonyms"].get(name, [])} == {noun.singular for noun in NOUNS[name]}
    for group, members in CONTENT["groups"].items():
        assert tuple(members) == GROUPS[group].members


def test_every_form_and_setting_is_a_statement_of_the_training_language() -> None:
    statements = [parse(filled(form)) for form in CONTENT["forms"]]
    inner = [s.of if isinstance(s, Not) else s for s in statements]
    assert {type(s) for s in inner} == {Visible, Count, More, Rel, Between, Attr, Word}
    assert {s.rel for s in inner if isinstance(s, Rel)} == {"touches", "holds", "inside", "on_top_of", "above", "below", "left_of", "right_of", "next_to", "far_from"}
    assert {s.attr for s in inner if isinstance(s, Attr)} == set(ATTRIBUTES)
    assert {s.op for s in inner if isinstance(s, Count)} == {">=", "<=", "==", ">", "<"}
    assert [parse(setting) for setting in CONTENT["settings"]] == [Place(place) for place in PLACES]
    for statement in statements:  # what is said in training at times, word for word
        assert any(say(statement, random.Random(seed)) == say_plainly(statement) for seed in range(3000)), statement


def say_plainly(statement) -> str:
    return next(filled(form) for form in CONTENT["forms"] if parse(filled(form)) == statement)
