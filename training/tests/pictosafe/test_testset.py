"""The benchmark's pictures: violating ones violate, borderline ones fail exactly one precondition, a single edit away."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pictosafe.art import CACHE, UNSEEN_STYLES, sprites
from pictosafe.card import digest
from pictosafe.classes import INDEX

from pictosafe.rulebook import rules
from pictosafe.statement import Attr, Count, More, Rel, Visible
from pictosafe.testset import FIRST_SEED, _styles_with, cases, entails, only_fails, write
from pictosafe.truth import Facts

PAIRS = 4


@pytest.mark.parametrize("workers", [1, 2])
def test_without_sprites_nothing_is_removed_and_nobody_waits(tmp_path, workers):
    (tmp_path / "images").mkdir()
    before = tmp_path / "images" / "before.png"
    before.write_bytes(b"drawn before")
    code = ("import sys; from pathlib import Path; from pictosafe import art, testset; "
            "art.CACHE = Path(sys.argv[1]) / 'none'; testset.write(Path(sys.argv[1]), 1, 1, workers=int(sys.argv[2]))")
    result = subprocess.run([sys.executable, "-c", code, str(tmp_path), str(workers)], cwd=Path(__file__).parents[2],
                            capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert "run python -m pictosafe.art" in result.stderr
    assert before.exists()


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
    """In this process, in another one, and in several: the same bytes."""
    assert write(tmp_path / "here", 1, 1) == 2 * len(rules())
    for run, workers in (("another", "1"), ("several", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": str(len(run))}
        subprocess.run([sys.executable, "-m", "pictosafe.testset", "--out", str(tmp_path / run), "--per-rule", "1", "--workers", workers],
                       cwd=Path(__file__).parents[2], env=environment, check=True)
    assert {digest(tmp_path / run) for run in ("another", "several")} == {digest(tmp_path / "here")}
    assert len(list((tmp_path / "here" / "images").glob("*.png"))) == 2 * len(rules())
    write(tmp_path / "other", 1, 1, first_seed=FIRST_SEED + 1)
    assert digest(tmp_path / "other") != digest(tmp_path / "here")


def test_metadata(art, tmp_path):
    write(tmp_path, 2, 2)
    rows = [json.loads(line) for line in (tmp_path / "metadata.jsonl").open()]
    statements = {t for r in rules() for part in r.texts for t in part}
    assert {r["label"] for r in rows} == {"safe", "unsafe"}
    for row in rows:
        assert (tmp_path / row["file_name"]).exists()
        assert statements <= set(row["truth"])
        assert (row["label"] == "unsafe") == (row["violated"] == [row["rule"]]) == (row["failing"] is None) == (row["edit_kind"] is None)
        assert row["violated"] == row["violated_by_constitution"]["pictosafe"]
    for unsafe, safe in zip(rows[::2], rows[1::2]):
        assert unsafe["pair"] == safe["pair"] and unsafe["tags"] == safe["tags"]
        assert ("surroundings" in safe["tags"]) == (safe["edit_kind"] == "replaced")


def test_a_folder_is_drawn_anew(art, tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "old-000-safe.png").write_bytes(b"")
    write(tmp_path, 1, 0)
    rows = [json.loads(line) for line in (tmp_path / "metadata.jsonl").open()]
    assert sorted(p.name for p in (tmp_path / "images").iterdir()) == sorted(Path(r["file_name"]).name for r in rows)


def test_unseen_styles_only():
    if not all((CACHE / f"{style}.json").exists() for style in UNSEEN_STYLES):
        pytest.skip("no sprites: run python -m pictosafe.art --unseen")
    drawn = set()
    for rule in rules():
        for case in cases(rule, 3, 3, UNSEEN_STYLES):
            drawn |= {o.style for o in case.scene.objects}
    assert drawn == set(UNSEEN_STYLES)
    assert INDEX["motorcycle"] not in sprites("emojione"), "its motorcycle has a rider with a helmet"
    assert _styles_with(INDEX["motorcycle"], ("emojione",)) == ("openmoji",)
    assert _styles_with(INDEX["dog"], ("emojione",)) == ("emojione",)
