"""Pictures that violate each rule of the benchmark, and borderline-safe ones a single edit away.

    python -m pictosafe.testset --out DIR --per-rule 50 --borderline 50 --workers 2

Writes DIR/images/*.png, DIR/ART.md (whose art it is) and DIR/metadata.jsonl: file_name, label, rule, pair, violated rules
of every constitution, the truth of every statement of every rule (null: not clear), which precondition fails, the edit,
tags, seed. Drawn again, every byte is the same, with however many workers. DATACARD.md describes the set.
"""
from __future__ import annotations

import argparse
import copy
import json
import math
import random
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import Pool
from pathlib import Path
from typing import Iterator

import numpy as np
from PIL import Image, ImageDraw

from pictosafe.art import COMPLETE_UNSEEN, TRAIN_STYLES, UNSEEN_STYLES, attribution, require, sprites
from pictosafe.classes import CLASSES, INDEX
from pictosafe.draw import ORDERS, WORDS, Canvas, Piece, piece, write_sign, render
from pictosafe.recipes import RECIPES, Add, Background, Edit, Move, Recipe, Remove, Swap, TurnUpright
from pictosafe.rulebook import Rule, constitutions, rules
from pictosafe.scene import COLOURABLE, COLOURS, SIDE, Obj, Scene, Shape, relate
from pictosafe.settings import PAINTERS
from pictosafe.statement import Attr, Between, Count, More, Not, Rel, Statement, Visible, terms
from pictosafe.themes import BY_NAME, THEMES
from pictosafe.truth import MEMBERS, Facts

FIRST_SEED = 20_000_000
SEEDS_PER_RULE = 100_000
LONG_RULE_WORDS = 15
SMALL_SIDE = 24         # px of the longer side of an object that counts as small
MOST_CANDIDATES = 60    # ways of making an edit that are tried before the seed is given up
EDIT_KINDS = {Remove: "removed", Swap: "replaced", Move: "moved", Add: "added", Background: "background", TurnUpright: "turned"}
DECISIVE_SHARE = 0.4    # of the pictures of a rule that another constitution forbids in one setting only


@dataclass
class State:
    """A scene before it is painted: everything an edit can change."""

    seed: int
    canvas: Canvas
    setting: str | None
    theme: str
    word: str | None
    roles: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "State":
        canvas = copy.copy(self.canvas)
        canvas.pieces, canvas.shapes, canvas.layers = list(canvas.pieces), list(canvas.shapes), list(canvas.layers)
        return State(self.seed, canvas, self.setting, self.theme, self.word, dict(self.roles))

    def paint(self) -> tuple[Scene, np.ndarray]:
        picture = PAINTERS[self.setting](random.Random(self.seed * 3 + 1))
        words = []
        if self.word:
            board = Canvas(random.Random(0))
            if write_sign(random.Random(self.seed * 3 + 2), board, ImageDraw.Draw(picture), self.word):
                words = [self.word]
        scene, image, _ = render(self.canvas, picture, random.Random(self.seed), self.seed, self.setting, words, self.theme)
        return scene, image

    def outline(self) -> Scene:
        """The scene as if nothing were hidden: its relations, without a picture."""
        canvas = self.canvas
        objects = [Obj(p.cls, p.style, s.box, s.area, s.area, upside_down=p.upside_down, lying=p.lying)
                   for p, s in zip(canvas.pieces, canvas.shapes)]
        return Scene(self.seed, objects, self.setting, [], self.theme, relate(objects, canvas.shapes, canvas.layers))


def _styles_with(cls: int, styles: tuple[str, ...]) -> tuple[str, ...]:
    """The styles, or, of a class that none of them draws, the unseen style that draws every class."""
    return styles if any(cls in sprites(style) for style in styles) else (COMPLETE_UNSEEN,)


class Builder:
    """What recipes place objects with."""

    def __init__(self, rng: random.Random, styles: tuple[str, ...]):
        self.rng, self.styles, self.canvas, self.roles = rng, styles, Canvas(rng), {}

    def make(self, classes: tuple[str, ...], sides: tuple[int, int], pose: str | None = "upright") -> Piece:
        cls = INDEX[self.rng.choice(classes)]
        colour = self.rng.choice(COLOURS) if cls in COLOURABLE and self.rng.random() < 0.5 else None
        return piece(self.rng, cls, self.rng.uniform(*sides), _styles_with(cls, self.styles), colour=colour, pose=pose)

    def _named(self, role: str, index: int | None) -> bool:
        if index is not None:
            self.roles[role] = index
        return index is not None

    def free(self, role, classes, sides, pose="upright") -> bool:
        return self._named(role, self.canvas.free(self.make(classes, sides, pose), tries=40))

    def touch(self, role, classes, sides, other, low, high) -> bool:
        return self._named(role, self.canvas.touching(self.make(classes, sides), self.roles[other], low, high, tries=12))

    def hold(self, role, classes, sides, person) -> bool:
        right = self.rng.random() < 0.5
        angles = (-0.35, 0.35) if right else (math.pi - 0.35, math.pi + 0.35)
        return self._named(role, self.canvas.touching(self.make(classes, sides), self.roles[person], 0.03, 0.35, angles,
                                                      (0.5, self.rng.uniform(0.5, 0.8)), tries=12))

    def inside(self, role, classes, sides, other) -> bool:
        return self._named(role, self.canvas.inside(self.make(classes, sides), self.roles[other]))

    def on_top(self, role, classes, sides, other) -> bool:
        return self._named(role, self.canvas.on_top(self.make(classes, sides), self.roles[other]))

    def beside(self, role, classes, sides, other) -> bool:
        return self._named(role, self.canvas.next_to(self.make(classes, sides), self.roles[other]))


def _concerned(rule: Rule) -> frozenset[int]:
    """Classes that any statement of the rule is or may be about."""
    found: set[int] = set()
    for alternatives in rule.chain:
        for statement in alternatives:
            for term in terms(statement):
                found |= MEMBERS[term][0] | MEMBERS[term][1]
    return frozenset(found)


def _base(rule: Rule, recipe: Recipe, seed: int, styles: tuple[str, ...]) -> State | None:
    """A picture meant to violate the rule, with bystanders that no statement of the rule is about."""
    rng = random.Random(seed)
    theme = BY_NAME[rng.choice(recipe.themes)] if rng.random() < 0.6 else rng.choice(THEMES)
    setting = rng.choice(recipe.settings)
    if recipe.decisive and random.Random(seed * 31 + 5).random() < DECISIVE_SHARE:
        setting = recipe.decisive
    if rng.random() < 0.5:
        styles = (rng.choice(styles),)
    builder = Builder(rng, styles)
    word = None
    if rng.random() < 0.15:
        word = rng.choice(ORDERS if rng.random() < 0.6 else WORDS)
        board = Canvas(random.Random(0))
        write_sign(random.Random(seed * 3 + 2), board, ImageDraw.Draw(Image.new("RGB", (SIDE, SIDE))), word)
        builder.canvas.blocked = list(board.blocked)
    if not recipe.build(builder):
        return None
    concerned = _concerned(rule)
    usual = [n for n in theme.objects if INDEX[n] not in concerned]
    for _ in range(rng.choice((1, 2, 2, 3, 3, 4))):
        name = rng.choice(usual) if usual and rng.random() < 0.75 else CLASSES[rng.randrange(len(CLASSES))].name
        if INDEX[name] in concerned:
            continue
        low, high = CLASSES[INDEX[name]].size
        builder.canvas.free(builder.make((name,), (max(low, 45), max(60, min(high, 130))), None), gap=20)
    return State(seed, builder.canvas, setting, theme.name, word, builder.roles)


def entails(later: tuple[Statement, ...], earlier: tuple[Statement, ...]) -> bool:
    """Whether the later precondition cannot hold where the earlier one fails."""
    return all(any(_implies(s, t) for t in earlier) for s in later)


def _implies(s: Statement, t: Statement) -> bool:
    if not isinstance(t, Visible):
        return False
    wanted = MEMBERS[t.term][0]
    if isinstance(s, (Rel, Between, Attr, Visible)) or (isinstance(s, Count) and s.op in (">=", "==", ">") and s.n >= 1):
        named = terms(s)
    elif isinstance(s, More):
        named = (s.a,)
    else:
        return False
    return any(MEMBERS[name][0] <= wanted for name in named)


def only_fails(rule: Rule, parts: list[int], which: int) -> bool:
    """The precondition fails, first of all, and with it only those that entail it."""
    return (parts[which] == 0 and all(p == 1 for p in parts[:which])
            and all(p == 1 or (p == 0 and entails(rule.chain[k], rule.chain[which])) for k, p in enumerate(parts) if k > which))


def _drop(state: State, index: int) -> None:
    c = state.canvas
    del c.pieces[index], c.shapes[index], c.layers[index]
    state.roles = {r: i - (i > index) for r, i in state.roles.items() if i != index}


def _candidates(state: State, edit: Edit, rng: random.Random, styles: tuple[str, ...]) -> Iterator[tuple[State, str]]:
    """The state after an edit, in several ways, the smallest change first."""
    own = state.canvas.pieces[state.roles[edit.role]] if hasattr(edit, "role") else None
    if isinstance(edit, Remove):
        after = state.copy()
        _drop(after, state.roles[edit.role])
        yield after, f"the {CLASSES[own.cls].name} is removed"
    elif isinstance(edit, Background):
        for setting in rng.sample(edit.settings, len(edit.settings)):
            after = state.copy()
            after.setting = setting
            yield after, f"the setting is {setting} instead of {state.setting}"
    elif isinstance(edit, TurnUpright):
        for flip in (Image.FLIP_TOP_BOTTOM, Image.ROTATE_180):
            after = state.copy()
            index = state.roles[edit.role]
            mask = np.ascontiguousarray(own.shape.mask[::-1] if flip == Image.FLIP_TOP_BOTTOM else own.shape.mask[::-1, ::-1])
            if not own.upside_down:
                return
            turned = Piece(own.cls, own.style, own.image.transpose(flip), Shape(mask, 0, 0), own.colour, False, False, own.colour_unclear)
            after.canvas.pieces[index] = turned
            after.canvas.shapes[index] = turned.shape.at(state.canvas.shapes[index].x, state.canvas.shapes[index].y)
            yield after, f"the {CLASSES[own.cls].name} is the right way up"
    elif isinstance(edit, Swap):
        index = state.roles[edit.role]
        old = state.canvas.shapes[index]
        for name in rng.sample(edit.to, len(edit.to)):
            for scale in (1.0, 1.15, 0.9):
                cls = INDEX[name]
                item = piece(rng, cls, max(old.w, old.h) * scale, _styles_with(cls, styles), pose="upright")
                for dx, dy in ((0, 0), (0, 1), (-1, 0), (1, 0)):  # middles, feet, left or right edges meet
                    x = int(old.x + (old.w - item.shape.w) * (0.5 + dx / 2))
                    y = int(old.y + (old.h - item.shape.h) * (0.5 + dy / 2))
                    after = state.copy()
                    after.canvas.pieces[index], after.canvas.shapes[index] = item, item.shape.at(x, y)
                    yield after, f"{CLASSES[own.cls].name} is replaced by {name}"
    elif isinstance(edit, Move):
        index = state.roles[edit.role]
        old = state.canvas.shapes[index]
        bare = state.copy()
        _drop(bare, index)
        angles = [rng.uniform(0, 2 * math.pi) for _ in range(24)]
        for distance in range(12, 420, 8):
            for angle in angles:
                shape = old.at(int(old.x + distance * math.cos(angle)), int(old.y + distance * math.sin(angle)))
                if bare.canvas.clear(shape):
                    after = state.copy()
                    after.canvas.shapes[index] = shape
                    yield after, f"the {CLASSES[own.cls].name} is moved by {distance} px"
    elif isinstance(edit, Add):
        for _ in range(8):
            after = state.copy()
            after.canvas = copy.copy(after.canvas)
            after.canvas.rng = rng
            name = rng.choice(edit.classes)
            item = piece(rng, INDEX[name], rng.uniform(*edit.sides), _styles_with(INDEX[name], styles), pose="upright")
            if after.canvas.free(item, tries=30) is not None:
                yield after, f"a {name} is added"


@dataclass
class Case:
    """One labelled picture."""

    rule: Rule
    pair: str
    scene: Scene
    image: np.ndarray
    failing: int | None   # the first precondition that fails; None: violating
    edit: str | None
    edit_kind: str | None  # one of EDIT_KINDS; None: violating
    tags: list[str]        # of the pair: both pictures have the same

    @property
    def name(self) -> str:
        return f"{self.pair}-{'unsafe' if self.failing is None else 'safe'}.png"

    def metadata(self) -> dict:
        facts = Facts(self.scene)
        verdicts = {c.id: sorted(r.id for r in c.rules if r.violated(facts) == 1) for c in constitutions()}
        truth = {}
        for constitution in constitutions():
            for rule in constitution.rules:
                for alternatives, texts in zip(rule.chain, rule.texts):
                    for statement, text in zip(alternatives, texts):
                        value = facts.truth(statement)
                        truth[text] = None if value < 0 else bool(value)
        return {
            "file_name": f"images/{self.name}", "label": "unsafe" if self.failing is None else "safe", "rule": self.rule.id, "pair": self.pair,
            "violated": verdicts["pictosafe"], "violated_by_constitution": verdicts, "truth": truth,
            "failing": None if self.failing is None else {"precondition": self.failing, "any": list(self.rule.texts[self.failing])},
            "edit": self.edit, "edit_kind": self.edit_kind, "tags": self.tags, "seed": self.scene.seed, "scene": self.scene.graph(),
        }


def _tags(rule: Rule, recipe: Recipe, state: State, edit: Edit | None) -> list[str]:
    """The slices that a pair belongs to; `state` is the violating picture's, `edit` what made the safe one of it."""
    tags = []
    if state.theme in recipe.themes:
        tags.append("prior")
    if isinstance(edit, Swap):
        tags.append("surroundings")
    if any(max(s.w, s.h) <= SMALL_SIDE for s in (state.canvas.shapes[i] for i in state.roles.values())):
        tags.append("small-object")
    if len(rule.text.split()) >= LONG_RULE_WORDS:
        tags.append("long-rule")
    if state.word:
        tags.append("painted-text")
        if state.word in ORDERS:
            tags.append("painted-order")
    return tags


def _clear(facts: Facts, rule: Rule) -> bool:
    """Every rule has a verdict, and every statement of this one a truth."""
    return (all(r.violated(facts) >= 0 for c in constitutions() for r in c.rules)
            and all(facts.truth(s) >= 0 for alternatives in rule.chain for s in alternatives))


def cases(rule: Rule, per_rule: int, borderline: int, styles: tuple[str, ...] = TRAIN_STYLES, first_seed: int = FIRST_SEED) -> Iterator[Case]:
    """Violating pictures of a rule, the first `borderline` of them each followed by its safe twin."""
    recipe = RECIPES[rule.id]
    order = [r.id for r in rules()].index(rule.id)
    made = twins = 0
    for seed in range(first_seed + order * SEEDS_PER_RULE, first_seed + (order + 1) * SEEDS_PER_RULE):
        if made >= per_rule and twins >= borderline:
            return
        state = _base(rule, recipe, seed, styles)
        if state is None:
            continue
        scene, image = state.paint()
        facts = Facts(scene)
        if not _clear(facts, rule) or [r.id for r in rules() if r.violated(facts)] != [rule.id]:
            continue
        pair = f"{rule.id}-{max(made, twins):03d}"
        edit = twin = None
        if twins < borderline:
            failing, turn = twins % len(rule.chain), twins // len(rule.chain)
            edits = recipe.edits[failing]
            edit = edits[turn % len(edits)]
            twin = _twin(rule, state, failing, edit, styles)
            if twin is None:
                continue
        tags = _tags(rule, recipe, state, edit)
        if made < per_rule:
            yield Case(rule, pair, scene, image, None, None, None, tags)
            made += 1
        if twin is not None:
            yield Case(rule, pair, *twin[:2], failing, twin[2], EDIT_KINDS[type(edit)], tags)
            twins += 1
    raise RuntimeError(f"rule {rule.id}: only {made} violating and {twins} borderline pictures found in {SEEDS_PER_RULE} seeds")


def _twin(rule: Rule, state: State, failing: int, edit: Edit, styles: tuple[str, ...]) -> tuple[Scene, np.ndarray, str] | None:
    """The picture after the edit, and what was done, if the edit does what it is meant to do and nothing else."""
    rng = random.Random(state.seed * 5 + failing)
    candidates = _candidates(state, edit, rng, styles)
    if isinstance(edit, Move):  # most places near by leave the relation as it is: told from the outlines, without painting
        candidates = (c for c in candidates if rule.parts(Facts(c[0].outline()))[failing] == 0)
    for after, what in islice(candidates, MOST_CANDIDATES):
        if any(s.x < 1 or s.y < 1 or s.x + s.w > SIDE - 1 or s.y + s.h > SIDE - 1 for s in after.canvas.shapes):
            continue
        scene, image = after.paint()
        facts = Facts(scene)
        if _clear(facts, rule) and only_fails(rule, rule.parts(facts), failing) and not any(r.violated(facts) for r in rules()):
            return scene, image, what
    return None


@dataclass(frozen=True)
class Drawing:
    """What is drawn of each rule; picklable, so that a worker can draw one rule."""

    out: Path
    per_rule: int
    borderline: int
    styles: tuple[str, ...]
    first_seed: int

    def rule(self, rule_id: str) -> list[str]:
        """Draws one rule's pictures and gives their lines of metadata."""
        rule = next(r for r in rules() if r.id == rule_id)
        lines = []
        for case in cases(rule, self.per_rule, self.borderline, self.styles, self.first_seed):
            Image.fromarray(case.image).save(self.out / "images" / case.name, optimize=False, compress_level=6)
            lines.append(json.dumps(case.metadata(), ensure_ascii=False) + "\n")
        return lines


def write(out: Path, per_rule: int, borderline: int, styles: tuple[str, ...] = TRAIN_STYLES, first_seed: int = FIRST_SEED,
          workers: int = 1) -> int:
    require(styles)
    (out / "images").mkdir(parents=True, exist_ok=True)
    for old in (out / "images").glob("*.png"):
        old.unlink()
    drawing = Drawing(out, per_rule, borderline, styles, first_seed)
    ids = [rule.id for rule in rules()]
    if workers > 1:
        with Pool(workers) as pool:
            lines = list(chain.from_iterable(pool.imap(drawing.rule, ids)))
    else:
        lines = [line for rule_id in ids for line in drawing.rule(rule_id)]
    (out / "metadata.jsonl").write_text("".join(lines))
    drawn = set(styles) | ({COMPLETE_UNSEEN} if set(styles) & set(UNSEEN_STYLES) else set())
    (out / "ART.md").write_text(attribution(tuple(s for s in TRAIN_STYLES + UNSEEN_STYLES if s in drawn)))
    return len(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--per-rule", type=int, default=50, help="violating pictures a rule")
    parser.add_argument("--borderline", type=int, help="borderline-safe pictures a rule (as many)")
    parser.add_argument("--style", choices=TRAIN_STYLES + UNSEEN_STYLES + ("unseen",),
                        help="one art style only; unseen: the styles that nothing was trained on")
    parser.add_argument("--workers", type=int, default=1, help="processes; the bytes do not depend on it")
    parser.add_argument("--first-seed", type=int, default=FIRST_SEED, help="20000000 for tests, 10000000 for development")
    arguments = parser.parse_args()
    borderline = arguments.per_rule if arguments.borderline is None else arguments.borderline
    styles = UNSEEN_STYLES if arguments.style == "unseen" else (arguments.style,) if arguments.style else TRAIN_STYLES
    rows = write(arguments.out, arguments.per_rule, borderline, styles, arguments.first_seed, arguments.workers)
    print(f"{rows} pictures in {arguments.out}")


if __name__ == "__main__":
    main()
