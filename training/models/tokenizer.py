"""Byte-level BPE with SmolVLM's pre-tokeniser and marks, trained on statements so that a question is few tokens.

    python -m models.tokenizer --data .cache/train288 --out .cache/vlm
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from models import prompts

SPECIAL = ["<|endoftext|>", prompts.BOS, "<|im_end|>"]
MARKS = [prompts.FAKE, prompts.IMAGE, prompts.GLOBAL, *(f"<row_{r}_col_{c}>" for r in range(1, 5) for c in range(1, 5)), prompts.END]
ANSWER_MARK = "\nAssistant:"
VOCABULARY = 2048


def train(texts: list[str], vocabulary: int = VOCABULARY) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token=None))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True, use_regex=True)]
    )
    tokenizer.decoder = decoders.ByteLevel(add_prefix_space=True, trim_offsets=True, use_regex=True)
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - len(MARKS) - 1,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in MARKS])
    tokenizer.add_tokens([AddedToken(ANSWER_MARK, special=False, normalized=False)])
    missing = vocabulary - tokenizer.get_vocab_size()
    tokenizer.add_special_tokens([AddedToken(f"<|reserved_{i}|>", special=True, normalized=False) for i in range(missing)])
    return tokenizer


def corpus(scenes, per_scene: int = 12, seed: int = 0) -> list[str]:
    """Statements, captions and reasoning in the surroundings in which the model meets them."""
    from pictosafe import language
    from pictosafe.classes import CLASSES, GROUPS

    rng = random.Random(seed)
    texts = []
    for scene in scenes:
        questions = language.ask(scene, rng, per_scene)
        texts += [" " + question.text for question in questions]
        if hasattr(language, "reason") and questions:
            thinking, rationale = language.reason(scene, questions[0], rng)
            texts += [" " + thinking, " " + prompts.summary_json(questions[0].answer, rationale)]
        if hasattr(language, "caption"):
            texts.append(" " + language.caption(scene, rng))
    for _ in range(200):
        texts += [prompts.template(name) for name in ("precondition", "reasoning", "summary")]
        texts += ["User", "Assistant", ":", "User:", "\n", "\n\n", "Yes", "No", " Yes", " No", " yes", " no", " {\"", "\": \"", "\", \"", "\"}", prompts.DESCRIBE]
        for group in (*CLASSES, *GROUPS.values()):
            texts += [f" {noun.singular}" for noun in group.nouns] + [f" {noun.plural}" for noun in group.nouns]
    frequent = "the of and to in is it on that with for as was are be this by at from or an not have which one all can has more their if there when we you up out other some than into time only new two may first also after these like them over such see through between where most any because what must should never allowed rule rules policy violate violates image images safe unsafe content show shows object left right top bottom middle corner behind front inside".split()
    texts += [f" {word}" for word in frequent for _ in range(200)]
    return texts


def published(tokenizer: Tokenizer):
    """The same tokenizer as transformers writes it to a model folder."""
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=prompts.BOS,
        eos_token=prompts.END,
        unk_token=SPECIAL[0],
        pad_token=SPECIAL[2],
        additional_special_tokens=[prompts.FAKE, prompts.IMAGE, prompts.END],
        extra_special_tokens={"image_token": prompts.IMAGE, "fake_image_token": prompts.FAKE, "global_image_token": prompts.GLOBAL, "end_of_utterance_token": prompts.END},
        chat_template=prompts.CHAT_TEMPLATE,
        model_max_length=2048,
        clean_up_tokenization_spaces=False,
    )


def main() -> None:
    from pictosafe.dataset import Dataset

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(".cache/train288"))
    parser.add_argument("--out", type=Path, default=Path(".cache/vlm"))
    parser.add_argument("--scenes", type=int, default=6000)
    arguments = parser.parse_args()
    data = Dataset(arguments.data)
    tokenizer = train(corpus(data.scene(i) for i in range(min(len(data), arguments.scenes))))
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    print(f"{tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
