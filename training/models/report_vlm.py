"""Measures an exported model on drawn scenes that it never saw; writes JSON and the Markdown of the model card.

    python -m models.report_vlm .cache/export/vlm --out .cache/export/vlm/report

Every number comes from the exported graphs in ONNX Runtime, asked as the product asks.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import re
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from pictosafe import language
from pictosafe.classes import CLASSES
from pictosafe.dataset import CELLS, resized
from pictosafe.describe import COLUMNS, ROWS, where
from pictosafe.draw import draw
from pictosafe.scene import SIDE, Obj, Scene
from pictosafe.statement import Visible
from pictosafe.truth import Facts

from models import augment, prompts, vlm
from models.check_vlm import Exported

FIRST_SEED = 29_000_000  # beyond the benchmark's
STYLES = ("noto", "twemoji", "fluent", "openmoji")
PACK = 16
BORDER = 1 / 24  # of the picture's side: how far beyond a border between its parts a place is still almost right


class Asked(Exported):
    """Scores and reasoning as the product has them."""

    def __init__(self, folder: Path, threads: int):
        super().__init__(folder, threads)
        yes, no = ({self.tokenizer.convert_tokens_to_ids(s + w) for s in ("", "Ġ") for w in words} for words in (("Yes", "yes", "YES"), ("No", "no", "NO")))
        unknown = {self.tokenizer.unk_token_id, None}
        self.yes, self.no = sorted(yes - unknown), sorted(no - unknown)
        self.end = self.tokenizer.convert_tokens_to_ids(prompts.END)
        self.free = self.prefix("none", None, prompts.instruction())

    def prefix(self, form: str, features: np.ndarray | None, text: str) -> dict[str, np.ndarray]:
        ids = np.array([self.ids(prompts.opening(form, vlm.IMAGE_TOKENS) + text)], np.int64)
        return self.decode(self.embedded(ids, features), self.nothing())[1]

    def look(self, image: np.ndarray) -> np.ndarray:
        pixels = image.transpose(2, 0, 1)[None].astype(np.float32) / 127.5 - 1
        return self.features(pixels)

    def score(self, past: dict[str, np.ndarray], statements: list[str]) -> list[tuple[float, float]]:
        """(M, answer mass) of each statement."""
        out = []
        for at in range(0, len(statements), PACK):
            logits = self.packed([self.ids(prompts.question(s)) for s in statements[at : at + PACK]], past).astype(np.float64)
            share = np.exp(logits - logits.max(1, keepdims=True))
            share /= share.sum(1, keepdims=True)
            yes, no = share[:, self.yes].sum(1), share[:, self.no].sum(1)
            out += [(float(y / (y + n)), float(y + n)) for y, n in zip(yes, no)]
        return out

    def asked(self, features: np.ndarray, form: str = "image") -> dict[str, np.ndarray]:
        return self.prefix(form, features if form == "image" else np.concatenate([features, features]), prompts.instruction())

    def reasoned(self, features: np.ndarray, statement: str) -> tuple[str, str]:
        """The thinking and the summary."""
        ids = np.array([self.ids(prompts.opening("image", vlm.IMAGE_TOKENS) + prompts.reasoning_turn(statement))], np.int64)
        logits, past = self.decode(self.embedded(ids, features), self.nothing())
        thinking, past = self._written(logits, past, 80)
        logits, past = self.decode(self.embedded(np.array([self.ids(prompts.summary_turn())], np.int64)), past)
        return thinking, self._written(logits, past, 60)[0]

    def _written(self, logits: np.ndarray, past: dict[str, np.ndarray], limit: int) -> tuple[str, dict[str, np.ndarray]]:
        ids: list[int] = []
        while len(ids) < limit:
            token = int(logits[0, -1].argmax())
            if token == self.end:
                break
            ids.append(token)
            logits, past = self.decode(self.embedded(np.array([[token]], np.int64)), past)
        return self.tokenizer.decode(ids).strip(), past


def drawn(style: str | None, count: int, first: int) -> list[tuple[Scene, np.ndarray, np.ndarray]]:
    """Scenes, images of the model's size, cells."""
    out = []
    for seed in range(first, first + count):
        scene, image, cells = draw(seed, "test", (style,) if style else None)
        out.append((scene, resized(image, vlm.SIDE), cells))
    return out


class Material:
    """Scenes and balanced questions, kept on disk: drawing and asking take longer than measuring."""

    def __init__(self, folder: Path, scenes: int, per_kind: int):
        self.folder, self.scenes, self.per_kind = folder, scenes, per_kind

    def drawn(self, style: str | None, number: int) -> list[tuple[Scene, np.ndarray, np.ndarray]]:
        return self._kept(f"scenes-{style or 'mixed'}-{self.scenes}", lambda: drawn(style, self.scenes, FIRST_SEED + number * 10_000))

    def questions(self, style: str | None, number: int, per_kind: int, seed: int, combinations: bool = False) -> list[tuple[int, language.Question]]:
        def ask() -> list[tuple[int, language.Question]]:
            scenes = self.drawn(style, number)
            return language.report_questions(lambda i: scenes[i][0], len(scenes), random.Random(seed), per_kind, combinations)

        return self._kept(f"questions-{style or 'mixed'}-{self.scenes}-{per_kind}-{seed}-{int(combinations)}", ask)

    def _kept(self, name: str, make):
        file = self.folder / f"{name}.pkl"
        if not file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            file.with_suffix(".part").write_bytes(pickle.dumps(make(), pickle.HIGHEST_PROTOCOL))
            file.with_suffix(".part").replace(file)
        return pickle.loads(file.read_bytes())


def auc(scores: np.ndarray, truth: np.ndarray) -> float:
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    for value in np.unique(scores):
        same = scores == value
        ranks[same] = ranks[same].mean()
    positive = int(truth.sum())
    negative = len(truth) - positive
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * negative)) if positive and negative else float("nan")


def by_kind(model: Asked, scenes: list, questions: list[tuple[int, language.Question]], form: str = "image") -> dict[str, dict]:
    grouped = defaultdict(list)
    for index, question in questions:
        grouped[index].append(question)
    rows = defaultdict(list)
    for index, asked in grouped.items():
        texts = [q.text for q in asked]
        seen = model.score(model.asked(model.look(scenes[index][1]), form), texts)
        for question, (score, mass), (prior, _) in zip(asked, seen, model.score(model.free, texts)):
            rows[question.kind].append((question.answer, score, prior, mass))
    result = {}
    for kind, values in rows.items():
        truth = np.array([v[0] for v in values])
        score, prior, mass = (np.array([v[k] for v in values]) for k in (1, 2, 3))
        result[kind] = {
            "questions": len(values),
            "yes": int(truth.sum()),
            "accuracy": float(((score > 0.5) == truth).mean()),
            "accuracy_debiased": float(((score - prior > 0) == truth).mean()),
            "auc": auc(score, truth),
            "prior_accuracy": float(((prior > 0.5) == truth).mean()),
            "least_mass": float(mass.min()),
        }
    return result


def priors(model: Asked, scenes: list, rng: random.Random, statements: int = 400) -> dict:
    """How M(None, c) spreads, and how it goes with how often c is true: among the questions asked, and in all scenes."""
    asked = [q for scene, _, _ in scenes for q in language.ask(scene, rng, 40)]
    outcomes = defaultdict(list)
    for question in asked:
        outcomes[question.statement].append(question)
    frequent = [qs for qs in outcomes.values() if len(qs) >= 8]
    rng.shuffle(frequent)
    chosen = [qs[0] for qs in frequent[:statements]]
    prior = np.array([score for score, _ in model.score(model.free, [q.text for q in chosen])])
    when_asked = np.array([np.mean([q.answer for q in outcomes[q0.statement]]) for q0 in chosen])
    facts = [Facts(scene) for scene, _, _ in scenes]
    world = []
    for question in chosen:
        values = [v for v in (f.truth(question.statement) for f in facts) if v >= 0]
        world.append(np.mean(values) if values else np.nan)
    world = np.array(world)
    known = ~np.isnan(world)
    return {
        "statements": len(chosen),
        "mean": float(prior.mean()),
        "std": float(prior.std()),
        "percentiles_5_25_50_75_95": [float(v) for v in np.percentile(prior, (5, 25, 50, 75, 95))],
        "correlation_with_frequency_when_asked": float(np.corrcoef(prior, when_asked)[0, 1]),
        "correlation_with_frequency_in_all_scenes": float(np.corrcoef(prior[known], world[known])[0, 1]),
    }


_PLACE = re.compile(r"\b(?:an?\s+|the\s+|and\s+)*([a-z][a-z ]*?) (?:is |are )?((?:at the (?:top|bottom)(?: left| right)?)|on the (?:left|right)|in the centre)\b")


def places(text: str) -> list[tuple[str, str]]:
    """(object, where) that a text states."""
    found = []
    for what, place in _PLACE.findall(text.lower()):
        words = what.split()
        for take in range(min(3, len(words)), 0, -1):
            name = " ".join(words[-take:])
            if name in _NAMES:
                found.append((_NAMES[name], place))
                break
    return found


def close_to(obj: Obj, place: str) -> bool:
    """Whether the object's middle lies in the part of the picture that is named, or within BORDER of it."""
    centre = place.endswith("centre")
    row = next((k for k, name in enumerate(ROWS) if name in place.split()), 1)
    column = 1 if centre else next((k for k, name in enumerate(COLUMNS) if name in place.split()), 1)
    for at, part in (((obj.box[0] + obj.box[2]) / 2, column), ((obj.box[1] + obj.box[3]) / 2, row)):
        if not part / 3 - BORDER <= at / SIDE <= (part + 1) / 3 + BORDER:
            return False
    return True


_NAMES = {noun: i for i, c in enumerate(CLASSES) for noun in (c.name, c.plural)}


def summary(text: str) -> tuple[bool | None, str]:
    try:
        value = json.loads(text)
        return {"yes": True, "no": False}.get(str(value.get("rating")).lower()), str(value.get("rationale", ""))
    except (json.JSONDecodeError, AttributeError):
        return None, ""


def reasoning(model: Asked, scenes: list, chosen: list[tuple[int, language.Question]]) -> dict:
    """Whether reasoning names what is there, where it is, and rates rightly."""
    named = placed = near = claims = valid = right = agrees = 0
    examples = []
    for index, question in chosen:
        scene, image, _ = scenes[index]
        features = model.look(image)
        thinking, text = model.reasoned(features, question.text)
        rating, rationale = summary(text)
        score = model.score(model.asked(features), [question.text])[0][0]
        valid += rating is not None
        right += rating == question.answer
        agrees += rating is not None and rating == (score > 0.5)
        for cls, place in places(thinking):
            claims += 1
            named += any(o.cls == cls for o in scene.objects)
            placed += any(o.cls == cls and where(o) == place for o in scene.objects)
            near += any(o.cls == cls and close_to(o, place) for o in scene.objects)
        if len(examples) < 12:
            examples.append({"statement": question.text, "true": question.answer, "thinking": thinking, "summary": text, "rating": rating, "rationale": rationale})
    total = len(chosen)
    return {
        "questions": total,
        "valid_json": valid / total,
        "rating_right": right / total,
        "rating_agrees_with_token": agrees / total,
        "placed_objects_named": claims,
        "named_object_is_there": named / max(claims, 1),
        "named_place_is_right": placed / max(claims, 1),
        "named_place_is_almost_right": near / max(claims, 1),
        "examples": examples,
    }


def flips(model: Asked, scenes: list, rng: random.Random, count: int = 100) -> dict:
    """Pairs: a scene in which a statement is true, and the same with an object blacked out, so that it is false."""
    rated = scored = both = pairs = 0
    for scene, image, cells in scenes:
        if pairs == count:
            break
        if not scene.objects:
            continue
        changed = augment.blacked_out(scene, image, cells, rng)
        if not changed or len(changed[0].objects) != len(scene.objects) - 1:
            continue
        before, after = Facts(scene), Facts(changed[0])
        asked = [q for q in language.ask(scene, rng, 30) if q.answer and before.truth(q.statement) == 1 and after.truth(q.statement) == 0]
        if not asked:
            continue
        question = rng.choice(asked)
        pairs += 1
        first, second = model.look(image), model.look(changed[1])
        ratings = [summary(model.reasoned(f, question.text)[1])[0] for f in (first, second)]
        scores = [model.score(model.asked(f), [question.text])[0][0] for f in (first, second)]
        rated += ratings == [True, False]
        both += ratings[0] is True
        scored += scores[0] > 0.5 > scores[1]
    return {"pairs": pairs, "rating_yes_before": both / max(pairs, 1), "rating_flips": rated / max(pairs, 1), "token_answer_flips": scored / max(pairs, 1)}


def small(model: Asked, scenes: list) -> dict:
    """Presence by the object's size on the 512 px scene: how often it is found, and how often one that is not there is."""
    buckets = {"14-24": (0, 25), "25-48": (25, 49), "49-96": (49, 97), "97+": (97, 999)}
    found, of = defaultdict(int), defaultdict(int)
    false = absent = 0
    for scene, image, _ in scenes:
        facts = Facts(scene)
        past = model.asked(model.look(image))
        alone = [o for i, o in enumerate(scene.objects) if len(facts.of(o.name)[0]) == 1 and facts.of(o.name)[0][0] == i and not facts.of(o.name)[1]]
        missing = [c.name for c in CLASSES if facts.visible(c.name) == 0][:: max(1, len(CLASSES) // 6)]
        scores = model.score(past, [language.say(Visible(n), random.Random(1)) for n in (*[o.name for o in alone], *missing)])
        for obj, (score, _) in zip(alone, scores):
            side = max(obj.box[2] - obj.box[0], obj.box[3] - obj.box[1])
            bucket = next(name for name, (low, high) in buckets.items() if low <= side < high)
            of[bucket] += 1
            found[bucket] += score > 0.5
        false += sum(score > 0.5 for score, _ in scores[len(alone) :])
        absent += len(missing)
    return {"found_by_side_px": {name: {"objects": of[name], "share": found[name] / max(of[name], 1)} for name in buckets}, "absent_said_visible": false / max(absent, 1)}


def markdown(report: dict) -> str:
    styles = list(report["styles"])
    lines = ["| statement | " + " | ".join(f"{s}: accuracy" for s in styles) + " | AUC | prior alone | held-out pairs |", "|---" * (len(styles) + 4) + "|"]
    for kind in language.KINDS:
        rows = [report["styles"][s].get(kind) for s in styles]
        cells = [f"{r['accuracy']:.3f}" if r else "–" for r in rows]
        own = [r for s, r in zip(styles, rows) if r and s != "openmoji"]
        mean = lambda key: f"{np.mean([r[key] for r in own]):.3f}" if own else "–"  # noqa: E731
        combined = report.get("combinations", {}).get(kind)
        lines.append(f"| {kind} | " + " | ".join(cells) + f" | {mean('auc')} | {mean('prior_accuracy')} | {combined['accuracy']:.3f} |" if combined else f"| {kind} | " + " | ".join(cells) + f" | {mean('auc')} | {mean('prior_accuracy')} | – |")
    mean = {s: np.mean([r["accuracy"] for r in report["styles"][s].values()]) for s in styles}
    lines.append("| mean | " + " | ".join(f"{mean[s]:.3f}" for s in styles) + " | | | |")
    prior, think, flip = report["priors"], report["reasoning"], report["flips"]
    lines += [
        "",
        f"Openmoji was never trained on. Each cell: {report['per_kind']} questions, half Yes, half No; false statements about objects that are there wherever the kind allows.",
        f"Prior M(None, c): standard deviation {prior['std']:.3f} over {prior['statements']} statements; correlation with how often they are true "
        f"{prior['correlation_with_frequency_when_asked']:.2f} among questions asked, {prior['correlation_with_frequency_in_all_scenes']:.2f} over all scenes.",
        f"Reasoning, {think['questions']} questions: valid JSON {think['valid_json']:.2f}, right rating {think['rating_right']:.2f}, "
        f"named object is there {think['named_object_is_there']:.2f}, place right {think['named_place_is_right']:.2f} of {think['placed_objects_named']} "
        f"({think['named_place_is_almost_right']:.2f} where an object within {BORDER * 100:.0f} % of a part's border counts for both parts). "
        f"Black-out pairs, {flip['pairs']}: rating flips {flip['rating_flips']:.2f}, token answer flips {flip['token_answer_flips']:.2f}.",
        "Presence found by object side (px of 512): " + ", ".join(f"{k} {v['share']:.2f} of {v['objects']}" for k, v in report["size"]["found_by_side_px"].items())
        + f"; absent said to be visible {report['size']['absent_said_visible']:.2f}.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="path without suffix; .json and .md are written")
    parser.add_argument("--per-kind", type=int, default=500)
    parser.add_argument("--scenes", type=int, default=700, help="a style")
    parser.add_argument("--styles", nargs="*", default=list(STYLES))
    parser.add_argument("--cache", type=Path, default=Path(".cache/report"), help="where scenes and questions are kept")
    parser.add_argument("--only-draw", action="store_true", help="prepare the scenes and questions, measure later")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    material = Material(arguments.cache, arguments.scenes, arguments.per_kind)
    per_kind, start = arguments.per_kind, time.time()
    asked = {style: material.questions(style, number + 1, per_kind, number) for number, style in enumerate(arguments.styles)}
    combined = material.questions(None, 0, max(2, per_kind // 2), 91, True)
    tiled = material.questions(None, 0, max(2, per_kind // 5), 92)
    reasoned = material.questions(None, 0, 2 * max(1, per_kind // 80), 94)
    if arguments.only_draw:
        return
    model = Asked(arguments.folder, arguments.threads)
    report: dict = {"per_kind": per_kind, "scenes_a_style": arguments.scenes, "first_seed": FIRST_SEED, "styles": {}}
    for number, style in enumerate(arguments.styles):
        report["styles"][style] = by_kind(model, material.drawn(style, number + 1), asked[style])
        print(f"{style}: {np.mean([r['accuracy'] for r in report['styles'][style].values()]):.3f}, {time.time() - start:.0f} s", flush=True)
    mixed = material.drawn(None, 0)
    report["combinations"] = by_kind(model, mixed, combined)
    report["tile_form"] = by_kind(model, mixed, tiled, "tile")
    report["priors"] = priors(model, mixed, random.Random(93))
    print(f"priors: {time.time() - start:.0f} s", flush=True)
    report["size"] = small(model, mixed[:300])
    report["reasoning"] = reasoning(model, mixed, reasoned)
    report["flips"] = flips(model, mixed, random.Random(95), max(4, per_kind // 5))
    print(f"all: {time.time() - start:.0f} s", flush=True)
    out = arguments.out or arguments.folder / "report"
    out.with_suffix(".json").write_text(json.dumps(report, indent=1) + "\n")
    out.with_suffix(".md").write_text(markdown(report))
    print(markdown(report))


if __name__ == "__main__":
    main()
