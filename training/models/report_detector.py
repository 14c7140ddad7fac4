"""Report how well an exported detector finds what it is asked for, on development scenes.

    python -m models.report_detector --model .cache/export/detector

Writes report.json and report.md beside the model. Average precision at an overlap (IoU) of 0.5: every image is asked the
split's phrases about its own objects and as many about others; all answers of a split are ranked together. `best box`: the
part of the phrases about an object that is there whose best box overlaps it by half or more with a score above 0.05, which
is how the judge uses the detector.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from PIL import Image

from models import clip_tokenizer, clip_tower, detector, queries
from models.queries import ATTRIBUTES, Query, Term
from pictosafe.draw import draw
from pictosafe.scene import Obj, Scene

SEED = 13_000_000
CONFIDENCE, SURE = 0.05, 0.3
OVERLAP, MERGED = 0.5, 0.5
MOST = 20  # boxes kept for a phrase in an image


@dataclass
class Split:
    name: str
    scores: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    wanted: int = 0
    best: list[bool] = field(default_factory=list)
    present: list[float] = field(default_factory=list)
    absent: list[float] = field(default_factory=list)

    def row(self) -> dict:
        present, absent = np.array(self.present or [np.nan]), np.array(self.absent or [np.nan])
        return dict(objects=self.wanted, phrases_present=len(self.present), phrases_absent=len(self.absent), ap50=round(average_precision(self.scores, self.right, self.wanted), 4),
                    best_box=round(float(np.mean(self.best or [np.nan])), 4), present_above_005=round(float((present > CONFIDENCE).mean()), 4),
                    present_above_03=round(float((present > SURE).mean()), 4), absent_below_005=round(float((absent < CONFIDENCE).mean()), 4),
                    median_present=round(float(np.median(present)), 4), median_absent=round(float(np.median(absent)), 4))


def average_precision(scores: list[float], right: list[bool], wanted: int) -> float:
    """Area under the precision envelope over recall."""
    if not wanted or not scores:
        return 0.0
    hits = np.array(right)[np.argsort(-np.array(scores), kind="stable")]
    true = np.cumsum(hits)
    precision = np.maximum.accumulate((true / np.arange(1, len(hits) + 1))[::-1])[::-1]
    return float((precision * hits).sum() / wanted)


def iou(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """[N, 4] and [M, 4] corners -> [N, M]."""
    shared = np.clip(np.minimum(boxes[:, None, 2:], others[None, :, 2:]) - np.maximum(boxes[:, None, :2], others[None, :, :2]), 0, None).prod(-1)
    areas = [(group[:, 2:] - group[:, :2]).prod(-1) for group in (boxes, others)]
    return shared / np.maximum(areas[0][:, None] + areas[1][None] - shared, 1e-9)


def merged(boxes: np.ndarray, scores: np.ndarray) -> list[int]:
    """Non-maximum suppression."""
    kept: list[int] = []
    for index in np.argsort(-scores)[:100]:
        if len(kept) == MOST:
            break
        if not kept or iou(boxes[index : index + 1], boxes[kept]).max() < MERGED:
            kept.append(int(index))
    return kept


class Detector:
    def __init__(self, folder: Path, threads: int):
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = ort.InferenceSession(folder / "onnx" / "model.onnx", options, providers=["CPUExecutionProvider"])
        self.tokenizer = clip_tokenizer.load(folder)

    def find(self, image: np.ndarray, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Scores [patches, texts] and boxes [patches, 4] (corners, in parts of the image)."""
        ids = np.zeros((len(texts), detector.TEXT_LENGTH), np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(texts):
            found = self.tokenizer.encode(text).ids[: detector.TEXT_LENGTH]
            ids[row, : len(found)], mask[row, : len(found)] = found, 1
        small = np.asarray(Image.fromarray(image).resize((detector.SIDE, detector.SIDE), Image.BICUBIC))
        pixels = clip_tower.normalise(torch.from_numpy(small[None].copy())).numpy()
        logits, boxes = self.session.run(["logits", "pred_boxes"], dict(input_ids=ids, attention_mask=mask, pixel_values=pixels))
        centre, size = boxes[0, :, :2], boxes[0, :, 2:]
        return 1 / (1 + np.exp(-logits[0])), np.concatenate([centre - size / 2, centre + size / 2], 1)


def asked(scene: Scene, rng: random.Random, terms: list[Term], withheld_pairs: bool | None) -> list[Query]:
    """One phrase for each object that a term means, and as many about what is not there. With attributes if `withheld_pairs` is set."""
    chosen: dict[str, Query] = {}
    for obj in scene.objects:
        fitting = [term for term in terms if obj.cls in term.classes]
        if not fitting:
            continue
        term = rng.choice(fitting)
        if withheld_pairs is None:
            query = queries.phrase(term, rng, frame=rng.choice(("{}", "{a}")))
            chosen[query.text] = query
            continue
        held = [a for a in ATTRIBUTES if Query("", term, a).means(obj) == 1 and queries.withheld_pair(a, obj.cls) == withheld_pairs]
        others = [a for a in ATTRIBUTES if Query("", term, a).means(obj) == 0 and queries.withheld_pair(a, obj.cls) == withheld_pairs]
        for attribute in held[:2] + rng.sample(others, min(len(others), len(held[:2]))):
            query = queries.phrase(term, rng, attribute)
            chosen[query.text] = query
    if withheld_pairs is None:
        for _ in range(len(chosen)):
            query = queries.phrase(rng.choice(terms), rng, frame="{}")
            chosen.setdefault(query.text, query)
    return list(chosen.values())


def judge(split: Split, scene: Scene, ask: list[Query], scores: np.ndarray, boxes: np.ndarray, counts) -> None:
    """`counts(obj)`: whether the split is about the object; others that a phrase means are neither wanted nor wrong."""
    corners = np.array([obj.box for obj in scene.objects], np.float32).reshape(-1, 4) / detector.SCENE_SIDE
    for column, query in enumerate(ask):
        meaning = [query.means(obj) if obj.area >= 0.25 * obj.mask_area else min(query.means(obj), -1) if query.means(obj) else 0 for obj in scene.objects]
        wanted = [i for i, value in enumerate(meaning) if value == 1 and counts(scene.objects[i])]
        spare = [i for i, value in enumerate(meaning) if value == -1 or value == 1 and not counts(scene.objects[i])]
        best = scores[:, column].max()
        if not wanted and not spare:
            split.absent.append(float(best))
        elif wanted:
            split.present.append(float(best))
            top = boxes[scores[:, column].argmax()][None]
            split.best.append(bool(best > CONFIDENCE and iou(top, corners[wanted]).max() >= OVERLAP))
        elif spare:
            continue
        split.wanted += len(wanted)
        taken: set[int] = set()
        for index in merged(boxes, scores[:, column]):
            box = boxes[index][None]
            free = [i for i in wanted if i not in taken]
            overlaps = iou(box, corners[free])[0] if free else np.zeros(0)
            if len(overlaps) and overlaps.max() >= OVERLAP:
                taken.add(free[int(overlaps.argmax())])
                split.scores.append(float(scores[index, column]))
                split.right.append(True)
            elif not spare or iou(box, corners[spare]).max() < OVERLAP:
                split.scores.append(float(scores[index, column]))
                split.right.append(False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path(".cache/export/detector"))
    parser.add_argument("--images", type=int, default=300)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    model = Detector(arguments.model, arguments.threads)
    everything = list(queries.terms())
    names = [term for term in everything if term.kind == "name"]

    def every(obj: Obj) -> bool:
        return True

    def tiny(obj: Obj) -> bool:
        return max(obj.box[2] - obj.box[0], obj.box[3] - obj.box[1]) <= 24

    plans = [
        ("names", names, None, every, "train", None),
        ("synonyms", [t for t in everything if t.kind == "synonym" and not t.withheld], None, every, "train", None),
        ("groups", [t for t in everything if t.kind == "group" and not t.withheld], None, every, "train", None),
        ("withheld words", [t for t in everything if t.withheld], None, every, "train", None),
        ("attribute phrases", [t for t in names], False, every, "train", None),
        ("attribute phrases, withheld pairs", [t for t in names], True, every, "train", None),
        ("names, objects of 14 to 24 px", names, None, tiny, "small", None),
        ("names, OpenMoji (never trained on)", names, None, every, "train", ("openmoji",)),
    ]
    splits = []
    scenes: dict[tuple, list] = {}
    for name, terms, pairs, counts, world, styles in plans:
        drawn = scenes.setdefault((world, styles), [draw(SEED + k, world, styles) for k in range(arguments.images)])
        split, rng = Split(name), random.Random(name)
        for scene, image, _ in drawn:
            ask = asked(scene, rng, terms, pairs)
            if ask:
                judge(split, scene, ask, *model.find(image, [query.text for query in ask]), counts)
        splits.append(split)
        print(name, split.row(), flush=True)
    rows = {split.name: split.row() for split in splits}
    (arguments.model / "report.json").write_text(json.dumps(dict(seed=SEED, images=arguments.images, withheld_words=sorted(queries.WITHHELD_WORDS), splits=rows), indent=2) + "\n")
    lines = ["| split | objects | AP50 | best box | present > 0.05 | present > 0.3 | absent < 0.05 |", "|---|---|---|---|---|---|---|"]
    lines += [f"| {name} | {row['objects']} | {row['ap50']:.3f} | {row['best_box']:.3f} | {row['present_above_005']:.3f} | {row['present_above_03']:.3f} | {row['absent_below_005']:.3f} |" for name, row in rows.items()]
    (arguments.model / "report.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
