"""The benchmark's constitutions, and that training never sees what they are tested on."""
import random

import yaml

from pictosafe.classes import GROUPS, INDEX
from pictosafe.describe import caption
from pictosafe.language import KINDS, ask, ask_balanced
from pictosafe.recipes import RECIPES
from pictosafe.rulebook import FILE, FOLDER, constitutions, is_held_out, is_withheld, rules, withheld
from pictosafe.ruletext import draft_rules
from pictosafe.statement import Attr, Count, More, Not, Place, Rel, Visible, key, terms

FIRST, LAST = 0, 150


def test_fourteen_rules_of_two_to_four_preconditions_with_the_required_mix():
    chains = [r.chain for r in rules()]
    assert len(chains) == 14 and all(2 <= len(c) <= 4 for c in chains)
    def having(test):
        return sum(any(test(s) for a in c for s in a) for c in chains)
    assert sum(any(len(a) > 1 for a in c) for c in chains) >= 2
    assert having(lambda s: isinstance(s, Rel)) >= 3
    assert having(lambda s: isinstance(s, (Count, More))) >= 2
    assert having(lambda s: isinstance(s, Not)) >= 2
    assert having(lambda s: isinstance(s, Attr)) >= 1
    assert having(lambda s: isinstance(s, Place)) >= 1
    assert sum(RECIPES[r.id].small for r in rules()) >= 2


def test_objects_of_the_file_are_those_of_the_statement():
    for file in (FILE, *FOLDER.glob("*.clue.yaml")):
        for rule, parsed in zip(yaml.safe_load(file.read_text())["rules"], rules(file)):
            for precondition, alternatives in zip(rule["preconditions"], parsed.chain):
                for written, statement in zip(precondition["any"], alternatives):
                    assert tuple(written.get("objects", ())) == terms(statement), written
                    assert all(t in INDEX or t in GROUPS for t in terms(statement))


def test_every_rule_has_an_edit_for_every_precondition():
    assert set(RECIPES) == {r.id for r in rules()}
    for rule in rules():
        assert len(RECIPES[rule.id].edits) == len(rule.chain) and all(RECIPES[rule.id].edits), rule.id


def test_further_constitutions_withhold_nothing_more():
    own = {key(s) for r in rules() for a in r.chain for s in a if not isinstance(s, (Visible, Place)) and not (isinstance(s, Not) and isinstance(s.of, Visible))}
    assert own <= withheld()
    for constitution in constitutions()[1:]:
        for rule in constitution.rules:
            for statement in (s for a in rule.chain for s in a):
                inner = statement.of if isinstance(statement, Not) else statement
                assert isinstance(inner, (Visible, Place)) or key(inner) in own


def test_withheld_in_whatever_direction_or_polarity():
    assert is_withheld(Rel("touches", "weapon", "child")) is False
    assert is_withheld(Rel("holds", "child", "weapon")) and is_withheld(Not(Rel("holds", "child", "weapon")))
    assert is_withheld(Rel("touches", "alcoholic drink", "child"))
    assert is_withheld(Count("<", 3, "bottle")) and is_withheld(Count("==", 3, "bottle"))
    assert not is_withheld(Visible("weapon")) and not is_withheld(Not(Visible("adult"))) and not is_withheld(Place("night"))


def test_training_never_asks_what_is_withheld(art):
    from pictosafe.draw import draw
    rng = random.Random(0)
    texts = {t for r in rules() for part in r.texts for t in part}
    allowed = {t for r in rules() for a, part in zip(r.chain, r.texts) for s, t in zip(a, part) if not is_withheld(s)}
    asked = 0
    for seed in range(FIRST, LAST):
        scene = draw(seed)[0]
        for question in ask(scene, rng, 40):
            asked += 1
            assert not is_withheld(question.statement), question
            assert question.text.rstrip(".").lower() not in texts - allowed
        for draft in draft_rules(scene, rng, 8):
            assert not any(is_withheld(s) for a in draft.chain for s in a), draft
            assert draft.relevant or not draft.violated, "a violated rule is about the scene"
        assert caption(scene, rng)
    assert asked == 40 * (LAST - FIRST)


def test_questions_are_true_to_the_scene_and_balanced_on_demand(art):
    from pictosafe.draw import draw
    from pictosafe.truth import Facts
    rng = random.Random(1)
    for seed in range(20):
        scene = draw(seed)[0]
        facts = Facts(scene)
        for question in ask(scene, rng, 30):
            assert facts.truth(question.statement) == int(question.answer)
        for kind in KINDS:
            for answer in (True, False):
                question = ask_balanced(scene, rng, kind, answer)
                if question:
                    assert question.answer is answer and facts.truth(question.statement) == int(answer)
                    if not answer and isinstance(question.statement, Rel):
                        assert all(facts.of(t)[0] for t in question.objects), "hard negatives name what is there"
        held = ask_balanced(scene, rng, "touches", False, combinations=True)
        assert held is None or is_held_out(held.statement)


def test_reasoning_is_short_and_agrees(art):
    from pictosafe.draw import draw
    from pictosafe.describe import reason
    rng = random.Random(2)
    for seed in range(60):
        scene = draw(seed)[0]
        for question in ask(scene, rng, 12):
            thinking, rationale = reason(scene, question, rng)
            assert 0 < len(thinking.split()) <= 40 and thinking.endswith((".", '"')), thinking
            assert rationale.endswith((".", '"')) and "\n" not in thinking + rationale
            if isinstance(question.statement, Visible) and not question.answer:
                assert "no " in thinking and rationale.startswith("No ")
            if isinstance(question.statement, Rel) and question.answer:
                assert " not " not in rationale
