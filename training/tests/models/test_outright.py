"""What the evaluation's baselines ask, as training has it."""

import random

import pytest
from models import batches, outright, prompts
from pictosafe import rulebook
from pictosafe.draw import draw
from pictosafe.truth import Facts

SCENES = [draw(seed)[0] for seed in range(52_000_000, 52_000_030)]


def test_dangers_are_none_of_the_benchmarks_rules_and_use_nothing_withheld():
    benchmark = {rule.chain for each in rulebook.constitutions() for rule in each.rules}
    for rule in outright.dangers():
        assert rule.chain not in benchmark
        assert not any(rulebook.is_withheld(s) for alternatives in rule.chain for s in alternatives)


def test_a_constitution_is_broken_if_and_only_if_one_of_its_rules_is():
    rng = random.Random(1)
    asked = [one for scene in SCENES for k in (2, 8, 14) if (one := outright.constitution(scene, rng, k, True))]
    assert 0.3 < sum(one.unsafe for one in asked) / len(asked) < 0.7
    for one in asked:
        assert ("It is violated." in one.thinking) == one.unsafe
        assert ("No rule is violated." == one.rationale) == (not one.unsafe)


def test_thinking_ends_at_the_first_precondition_that_does_not_hold():
    rng = random.Random(2)
    for scene in SCENES:
        facts = Facts(scene)
        for rule in outright.dangers():
            truth = rule.violated(facts)
            if truth < 0:
                continue
            thinking, rationale = outright.explained(scene, rule.chain, truth == 1, rng)
            assert thinking and rationale
            held = next((k for k, value in enumerate(rule.parts(facts)) if value == 0), len(rule.chain) - 1)
            assert thinking.count(".") <= 4 * (held + 1)


def test_without_a_rule_an_image_is_unsafe_by_the_dangers():
    rng = random.Random(3)
    for scene in SCENES:
        one = outright.prior(scene, rng)
        if one is not None:
            assert one.unsafe == any(rule.violated(Facts(scene)) == 1 for rule in outright.dangers())


def test_a_rule_s_prompt_up_to_the_rule_is_where_the_rule_begins():
    assert prompts.baseline_direct_turn(outright.RULE, "A rule.").startswith(prompts.baseline_direct_opening(outright.RULE))


def test_a_prompt_whose_content_is_no_token_s_begin_has_no_shared_opening():
    with pytest.raises(ValueError, match="space before its content"):
        prompts.baseline_direct_opening(outright.CONSTITUTION)


def test_answers_are_counted_by_form():
    from collections import Counter

    segments = [batches.Segment([1], [2], counted="single-rule"), batches.Segment([1], [2], counted="caption")]
    assert batches.rows([0], "image", [[segments]], 4).counted == Counter({"single-rule": 1, "caption": 1})
    assert batches.rows([0], "none", [[segments]], 4).counted == Counter({"no image": 2})


def test_shares_that_leave_a_form_out_are_refused():
    with pytest.raises(ValueError, match="together more than 1"):
        batches.Mix(outright_rules=0.7, outright_reasoned=0.35)
