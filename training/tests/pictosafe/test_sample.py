"""The sample in the repository: its labels follow from its statements, and it is drawn again to the byte."""
import json
from collections import Counter
from pathlib import Path

from pictosafe import sample
from pictosafe.card import SLICES, by_constitution, by_rule, by_slice, card, digest, flips
from pictosafe.rulebook import FILE, FOLDER, constitutions, rules
from pictosafe.testset import EDIT_KINDS, entails

FOLDER_OF_SAMPLE = Path(__file__).parents[3] / "samples" / "pictosafe"
ROWS = [json.loads(line) for line in (FOLDER_OF_SAMPLE / "metadata.jsonl").read_text().splitlines()]


def holds(row: dict, texts: tuple[str, ...]) -> bool | None:
    values = [row["truth"][t] for t in texts]
    return True if True in values else None if None in values else False


def test_labels_follow_from_the_statements():
    for row in ROWS:
        for constitution in constitutions():
            expected = [r.id for r in constitution.rules if all(holds(row, texts) is True for texts in r.texts)]
            assert row["violated_by_constitution"][constitution.id] == sorted(expected), (row["file_name"], constitution.id)
        assert row["violated"] == ([row["rule"]] if row["label"] == "unsafe" else [])


def test_pairs_fail_one_precondition():
    assert Counter(r["rule"] for r in ROWS) == {r.id: 2 for r in rules()}
    by_id = {r.id: r for r in rules()}
    for row in (r for r in ROWS if r["label"] == "safe"):
        rule, which = by_id[row["rule"]], row["failing"]["precondition"]
        for k, texts in enumerate(rule.texts):
            expected = {False} if k == which else {True, False} if entails(rule.chain[k], rule.chain[which]) else {True}
            assert holds(row, texts) in expected


def test_every_slice_and_constitution_has_both_labels():
    for name in SLICES:
        assert {r["label"] for r in ROWS if name in r["tags"]} == {"safe", "unsafe"}
    for constitution in constitutions():
        assert {bool(r["violated_by_constitution"][constitution.id]) for r in ROWS} == {True, False}


def test_one_schema():
    """Readers of image folders want the same columns with the same types in every row."""
    assert len({tuple(r) for r in ROWS}) == 1
    assert all(list(r["truth"]) == list(ROWS[0]["truth"]) for r in ROWS)
    assert {p.relative_to(FOLDER_OF_SAMPLE).as_posix() for p in (FOLDER_OF_SAMPLE / "images").iterdir()} == {r["file_name"] for r in ROWS}


def test_constitutions_are_the_benchmarks():
    for file in FOLDER.glob("*.clue.yaml"):
        assert (FOLDER_OF_SAMPLE / file.name if file == FILE else FOLDER_OF_SAMPLE / "policies" / file.name).read_bytes() == file.read_bytes()


def test_small():
    assert sum(p.stat().st_size for p in FOLDER_OF_SAMPLE.rglob("*") if p.is_file()) < 1_500_000


def test_redrawn_to_the_byte(art, tmp_path):
    sample.write(tmp_path)
    assert digest(tmp_path) == digest(FOLDER_OF_SAMPLE)


def test_card_counts_what_is_there():
    assert "| `baby-without-adult` | 1 | 1 | 0 | 1 | – | – |" in by_rule(ROWS)
    small = [r for r in ROWS if "small-object" in r["tags"]]
    assert f"| small-object | {len(small)} | {len(small) // 2} | {len(small) // 2} | {len({r['rule'] for r in small})} |" in by_slice(ROWS)
    assert "| **pictosafe** | 14 of 28 unsafe |" in by_constitution(ROWS)
    assert sum(int(line.split("|")[-2]) for line in flips(ROWS).splitlines()[2:]) == len(ROWS)
    text = card(FOLDER_OF_SAMPLE)
    assert digest(FOLDER_OF_SAMPLE) in text and all(kind in text for kind in EDIT_KINDS.values())
