import json
from pathlib import Path

from models import bundle


def test_a_model_that_was_not_exported_is_shipped_on(tmp_path: Path) -> None:
    target, exports = tmp_path / "pictogram", tmp_path / "exports"
    for model in bundle.MODELS:
        (target / model).mkdir(parents=True)
        (target / model / "config.json").write_text(f'"{model}, shipped before"')
    (exports / "vlm").mkdir(parents=True)
    (exports / "vlm" / "config.json").write_text('"new"')
    (exports / "vlm" / "report.md").write_text("all is well")
    bundle.bundle(exports, target)
    assert (target / "vlm" / "config.json").read_text() == '"new"'
    assert "all is well" in (target / "vlm" / "README.md").read_text()
    assert (target / "detector" / "config.json").read_text() == '"detector, shipped before"'
    assert {file["path"] for file in json.loads((target / "manifest.json").read_text())["files"]} == {
        "vlm/config.json", "vlm/README.md", "encoder/config.json", "detector/config.json", "vocabulary.yaml"}
