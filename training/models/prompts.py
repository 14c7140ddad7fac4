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
