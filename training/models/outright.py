"""What the evaluation's baselines ask and should answer: is the image unsafe, does it break one rule, or any of many.

Rules are those of `pictosafe.ruletext.draft_rules`, which are never the benchmark's; without a rule, "unsafe" is what
`pictosafe/rules/training/dangers.clue.yaml` forbids. The prompts are the evaluation's own files.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from pictosafe import rulebook
from pictosafe.language import Question, reason
from pictosafe.phrases import say
from pictosafe.ruletext import Chain, RuleDraft, draft_rules
from pictosafe.scene import Scene
from pictosafe.statement import Statement, terms
from pictosafe.truth import Facts

from models import prompts

PRIOR, CONSTITUTION, RULE = prompts.FORMS
RULES_AT_MOST = 14
SAFE_KEPT = 0.3  # of the safe images that are asked about without a rule: most are
RULES_EXPLAINED = 3  # of a constitution


@dataclass(frozen=True)
class Outright:
    """One prompt and its right answer. content: the rules; thinking, rationale: of the reasoned form."""

    form: str
    content: str
    unsafe: bool
    thinking: str = ""
    rationale: str = ""


@lru_cache
def dangers() -> tuple[rulebook.Rule, ...]:
    return rulebook.rules(rulebook.FOLDER / "training" / "dangers.clue.yaml")


def single_rules(scene: Scene, rng: random.Random, n: int, reasoned: bool = False) -> list[Outright]:
    drafts = [draft for draft in draft_rules(scene, rng, n) if draft.violated is not None]
    return [Outright(RULE, draft.text, draft.violated, *(explained(scene, draft.chain, draft.violated, rng) if reasoned else ())) for draft in drafts]


def constitution(scene: Scene, rng: random.Random, rules: int, reasoned: bool = False) -> Outright | None:
    """As often broken as not, whatever the number of rules; None where the scene offers none such."""
    drafts = [draft for draft in draft_rules(scene, rng, rules + 6) if draft.violated is not None]
    broken, kept = [d for d in drafts if d.violated], [d for d in drafts if not d.violated]
    unsafe = rng.random() < 0.5
    if unsafe and not broken or not kept:
        return None
    chosen = (broken[: rng.choice((1, 1, 1, 2))] if unsafe else [])
    chosen += kept[: max(1, rules - len(chosen))]
    rng.shuffle(chosen)
    text = prompts.numbered_rules([draft.text for draft in chosen])
    return Outright(CONSTITUTION, text, unsafe, *(_of_several(scene, chosen, rng) if reasoned else ()))


def prior(scene: Scene, rng: random.Random, reasoned: bool = False) -> Outright | None:
    facts = Facts(scene)
    broken = [rule for rule in dangers() if rule.violated(facts) == 1]
    if not broken and (any(rule.violated(facts) for rule in dangers()) or rng.random() > SAFE_KEPT):
        return None
    if not reasoned:
        return Outright(PRIOR, "", bool(broken))
    if broken:
        return Outright(PRIOR, "", True, *explained(scene, broken[0].chain, True, rng))
    near = [rule for rule in dangers() if any(facts.of(t)[0] for a in rule.chain for s in a for t in terms(s))] or dangers()
    return Outright(PRIOR, "", False, *explained(scene, rng.choice(near).chain, False, rng))


def several(scene: Scene, rng: random.Random, reasoned: bool) -> list[Outright]:
    """About one scene without a rule, by one and by many."""
    asked = [prior(scene, rng, reasoned), constitution(scene, rng, rng.randint(2, RULES_AT_MOST), reasoned)]
    if not reasoned:
        asked.append(constitution(scene, rng, rng.randint(2, 8)))
    return [one for one in asked if one is not None] + single_rules(scene, rng, 3, reasoned)


def explained(scene: Scene, chain: Chain, violated: bool, rng: random.Random) -> tuple[str, str]:
    """(thinking, rationale) along a chain: what holds up to the first precondition that does not."""
    facts = Facts(scene)
    thinking, rationale = [], ""
    for alternatives in chain:
        holding = next((s for s in alternatives if facts.truth(s) == 1), None)
        decisive = holding if holding is not None else alternatives[0]
        if holding is None and facts.truth(decisive) != 0:
            continue  # not clear; another precondition fails
        thought, why = reason(scene, Question("", holding is not None, "", [], decisive), rng)
        if thought not in thinking:
            thinking.append(thought)
        rationale = why
        if holding is None:
            break
    return " ".join(thinking), rationale if not violated else _both([s for a in chain for s in a if facts.truth(s) == 1][-2:], rng)


def _both(statements: list[Statement], rng: random.Random) -> str:
    text = " and ".join(say(statement, rng) for statement in statements)
    return text[0].upper() + text[1:] + "."


def _of_several(scene: Scene, chosen: list[RuleDraft], rng: random.Random) -> tuple[str, str]:
    broken = [draft for draft in chosen if draft.violated]
    near = [draft for draft in chosen if draft.relevant and not draft.violated][: RULES_EXPLAINED - len(broken[:1])]
    thinking, rationale = [], "No rule is violated."
    for draft in sorted(broken[:1] + near, key=chosen.index):
        thought, why = explained(scene, draft.chain, draft.violated, rng)
        number = chosen.index(draft) + 1
        thinking.append(f"Rule {number}: {thought} It is {'' if draft.violated else 'not '}violated.")
        if draft.violated:
            rationale = f"Rule {number} is violated. {why}"
    return " ".join(thinking) or "Nothing in the picture concerns the rules.", rationale
