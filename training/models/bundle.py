"""Puts exported models into the folder from which clue ships them, with their cards, their vocabulary and a manifest.

    python -m models.bundle --exports .cache/export --to ../clue-models/src/main/resources/dev/clue/models/pictogram

A model's card is cards/NAME.md with the line `{report}` replaced by the export's report.md, which report_*.py write, and
`{domain}` by what domain.py measured: no figure is copied by hand. A model without an export is shipped on as it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from models import vocabulary

NAME = "pictogram"
DESCRIPTION = "drawn pictogram scenes: the examples, the benchmark and the tests; not for photographs"
MODELS = ("vlm", "encoder", "detector")
SHIPPED = ("*.json", "onnx/*.onnx", "onnx/*.onnx_data")
LEFT_OUT = ("report.json", "domain-report.json")
LIMIT = 30 * 1000 * 1000
CARDS = Path(__file__).parent / "cards"


def shipped(export: Path) -> list[Path]:
    """The files of an export that are needed to run it, relative to it."""
    found = {path for pattern in SHIPPED for path in export.glob(pattern) if path.name not in LEFT_OUT}
    return sorted(path.relative_to(export) for path in found)


def card(model: str, export: Path) -> str:
    text = (CARDS / f"{model}.md").read_text().replace("{report}", (export / "report.md").read_text().strip())
    return text.replace("{domain}", domain_table(export / "domain-report.json")) if "{domain}" in text else text


def domain_table(report: Path) -> str:
    rows = [f"| {name} | {found['images']} | {found['called_outside']:.1%} |" for name, found in json.loads(report.read_text()).items()]
    return "\n".join(["| images | number | called outside |", "|---|---|---|", *rows])


def bundle(exports: Path, target: Path) -> int:
    """Replaces the target folder; a model that was not exported stays in it as it is. Returns its size in bytes."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for model in MODELS:
        if not (exports / model).exists():
            shutil.copytree(target / model, fresh / model)
            continue
        for path in shipped(exports / model):
            (fresh / model / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(exports / model / path, fresh / model / path)
        (fresh / model / "README.md").write_text(card(model, exports / model))
    (fresh / vocabulary.FILE).write_text(vocabulary.vocabulary(), encoding="utf-8")
    files = [
        {"path": path.relative_to(fresh).as_posix(), "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(fresh.rglob("*"))
        if path.is_file()
    ]
    total = sum(file["bytes"] for file in files)
    if total > LIMIT:
        raise SystemExit(f"{total:,} bytes are more than the {LIMIT:,} that may ship; make a model smaller")
    manifest = {"name": NAME, "description": DESCRIPTION, "files": files}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exports", type=Path, default=Path(".cache/export"))
    parser.add_argument("--to", type=Path, default=Path("../clue-models/src/main/resources/dev/clue/models") / NAME)
    arguments = parser.parse_args()
    print(f"{bundle(arguments.exports, arguments.to):,} bytes in {arguments.to}")


if __name__ == "__main__":
    main()
