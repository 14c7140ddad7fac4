"""The benchmark's pictures: violating ones violate, borderline ones fail exactly one precondition, a single edit away."""
import hashlib
import json

import pytest

from pictosafe.rulebook import rules
from pictosafe.statement import Attr, Count, More, Rel, Visible
from pictosafe.testset import cases, entails, only_fails, write
from pictosafe.truth import Facts

PAIRS = 4


@pytest.mark.parametrize("rule", rules(), ids=lambda r: r.id)
def test_pairs_differ_in_the_failing_precondition_and_what_entails_it(art, rule):
    made = list(cases(rule, PAIRS, PAIRS))
    assert [c.failing is None for c in made] == [True, False] * PAIRS
    assert [c.failing for c in made[1::2]] == [k % len(rule.chain) for k in range(PAIRS)]
    for unsafe, safe in zip(made[::2], made[1::2]):
        assert unsafe.scene.seed == safe.scene.seed and unsafe.pair == safe.pair
        before, after = Facts(unsafe.scene), Facts(safe.scene)
        assert [r.id for r in rules() if r.violated(before) == 1] == [rule.id]
        assert not [r.id for r in rules() if r.violated(after) != 0]
        parts = rule.parts(after)
        assert rule.parts(before) == [1] * len(rule.chain)
        for k, part in enumerate(parts):
            assert part == (0 if k == safe.failing or entails(rule.chain[k], rule.chain[safe.failing]) and part == 0 else 1)
        assert (unsafe.image != safe.image).any()
        # one edit: all objects but one stay where they were, or nothing but the background changed
        same = {(o.cls, o.box, o.style) for o in unsafe.scene.objects}
        kept = {(o.cls, o.box, o.style) for o in safe.scene.objects}
        assert len(same - kept) <= 1 and len(kept - same) <= 1
        if same == kept:
            assert unsafe.scene.setting != safe.scene.setting or any(o.upside_down for o in unsafe.scene.objects)
        else:
            assert unsafe.scene.setting == safe.scene.setting and unsafe.scene.words == safe.scene.words


def test_entailment():
    assert entails((Rel("touches", "fire", "person"), Rel("touches", "fire", "animal")), (Visible("fire"),))
    assert entails((Rel("touches", "fire", "person"), Rel("touches", "fire", "animal")), (Visible("person"), Visible("animal")))
    assert not entails((Rel("touches", "fire", "person"), Rel("touches", "fire", "animal")), (Visible("person"),))
    assert entails((Rel("holds", "baby", "knife"),), (Visible("child"),)), "a baby is a child"
    assert not entails((Rel("holds", "child", "knife"),), (Visible("baby"),))
    assert entails((More("child", "adult"),), (Visible("child"),)) and not entails((More("child", "adult"),), (Visible("adult"),))
    assert not entails((Count("<", 3, "dog"),), (Visible("dog"),))
    assert not entails((Visible("dog"),), (Rel("touches", "dog", "cat"),))


def test_a_borderline_picture_must_not_fail_more():
    rule = next(r for r in rules() if r.id == "child-holds-weapon")
    assert only_fails(rule, [1, 1, 0], 2) and only_fails(rule, [0, 1, 0], 0) and only_fails(rule, [1, 0, 0], 1)
    assert not only_fails(rule, [0, 0, 0], 0), "the missing child does not take the weapon away"
    assert not only_fails(rule, [1, -1, 0], 2)


def test_redrawn_to_the_byte(art, tmp_path):
    digests = []
    for run in ("a", "b"):
        out = tmp_path / run
        assert write(out, 1, 1) == 2 * len(rules())
        files = sorted(p for p in out.rglob("*") if p.is_file())
        digests.append([(p.relative_to(out).as_posix(), hashlib.sha256(p.read_bytes()).hexdigest()) for p in files])
    assert digests[0] == digests[1]
    rows = [json.loads(line) for line in (tmp_path / "a" / "metadata.jsonl").open()]
    assert {r["label"] for r in rows} == {"safe", "unsafe"}
    statements = {t for r in rules() for part in r.texts for t in part}
    for row in rows:
        assert (tmp_path / "a" / row["file_name"]).exists()
        assert statements <= set(row["truth"])
        assert (row["label"] == "unsafe") == (row["violated"] == [row["rule"]]) == (row["failing"] is None)
