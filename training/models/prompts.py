"""The product's prompts, as its Java code renders them: read from the product's own files."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "clue-core/src/main/resources/dev/clue/prompt"
STATEMENT = "{statement}"

BOS = "<|im_start|>"
END = "<end_of_utterance>"
FAKE = "<fake_token_around_image>"
IMAGE = "<image>"
GLOBAL = "<global-img>"
TURN_END = END + "\nAssistant:"
DESCRIBE = "Describe the image."

CHAT_TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}"
    "{% for line in message['content'] %}{% if line['type'] == 'text' %}{{ line['text'] }}"
    "{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)


def template(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip("\n")


def opening(form: str, image_tokens: int) -> str:
    """What stands before the user's text. form: 'image', 'tile' (a 1 x 1 tile, then the global image) or 'none'."""
    image = GLOBAL + IMAGE * image_tokens + FAKE
    if form == "image":
        return f"{BOS}User:{FAKE}{image}"
    if form == "tile":
        return f"{BOS}User:{FAKE}<row_1_col_1>{IMAGE * image_tokens}\n\n{FAKE}{image}"
    if form == "none":
        return f"{BOS}User: "
    raise ValueError(f"unknown prompt form {form!r}: expected image, tile or none")


def instruction() -> str:
    """The part of the precondition prompt that all statements share; a token boundary, as the next character is a space."""
    before, after = template("precondition").split(STATEMENT)
    if after or not before.endswith(" "):
        raise ValueError("precondition.txt must end in ' {statement}': the shared prefix ends before that space")
    return before[:-1]


def question(statement: str) -> str:
    return f" {statement}{TURN_END}"


def reasoning_turn(statement: str) -> str:
    return template("reasoning").replace(STATEMENT, statement) + TURN_END


def summary_turn() -> str:
    return f"{END}\nUser: {template('summary')}{TURN_END}"


def summary_json(rating: bool, rationale: str) -> str:
    return json.dumps({"rating": "Yes" if rating else "No", "rationale": rationale}, ensure_ascii=False)


# The forms in which the product's evaluation asks a model outright: read from the evaluation's own files, like the
# judge's above. `form` is 'prior-knowledge' (no content), 'whole-constitution' (content: numbered_rules) or 'single-rule'
# (content: the rule's text). Yes means unsafe, or violated.
BASELINES = FOLDER.parents[6] / "clue-eval/src/main/resources/dev/clue/eval/prompt"
FORMS = ("prior-knowledge", "whole-constitution", "single-rule")


def baseline_template(name: str) -> str:
    return (BASELINES / f"{name}.txt").read_text(encoding="utf-8").strip("\n")


def numbered_rules(rules: list[str]) -> str:
    return "\n".join(f"{number}. {rule}" for number, rule in enumerate(rules, 1))


def _filled(name: str, content: str) -> str:
    text = baseline_template(name)
    start = text.find("{")
    return text if start < 0 else text[:start] + content


def baseline_direct_opening(form: str) -> str:
    """The part of a baseline's direct prompt that all contents share, without the space before the content."""
    before = _filled(f"{form}-direct", "")
    if not before.endswith(" "):
        raise ValueError(f"{form}-direct.txt must have a space before its content: the shared prefix ends before that space")
    return before[:-1]


def baseline_direct_turn(form: str, content: str = "") -> str:
    """The user's whole text and the end of the turn; the answer is ' Yes' or ' No'."""
    return _filled(f"{form}-direct", content) + TURN_END


def baseline_reasoning_turn(form: str, content: str = "") -> str:
    """Asks for a chain of thought; then follows baseline_summary_turn, answered by summary_json."""
    return _filled(f"{form}-reasoning", content) + TURN_END


def baseline_summary_turn(form: str) -> str:
    return f"{END}\nUser: {baseline_template(f'{form}-summary')}{TURN_END}"


def absence_turn(statement: str) -> str:
    """The precondition question with the polarity turned around: ' Yes' means that the content is not visible."""
    return _filled("precondition-absent", statement) + TURN_END
