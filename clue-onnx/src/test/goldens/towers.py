"""Tokenizer, export and small helpers shared by the goldens of CLIP, SigLIP and the detectors."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from transformers import CLIPTokenizer

TEXTS = [
    "A child must not hold a knife.",
    "dog",
    "a photo of a Dog",
    "  Two   red birds, 12 boats!  ",
    "Nobody should light a candle inside a tent, and nobody may carry a burning torch into a house, a barn or a boat where animals or people sleep, "
    "unless the owner has said so in writing and a grown person watches the flame all the time with a bucket of water at hand.",
    "no fire's visible",
]


def clip_tokenizer(folder: Path, size: int, length: int, pad: str) -> CLIPTokenizer:
    """A lower-case byte-level BPE in CLIP's form, trained on a few texts.

    Training numbers the tokens in an order that changes from run to run, so a tokenizer that is there is kept.
    """
    if (folder / "tokenizer.json").exists():
        return CLIPTokenizer.from_pretrained(folder)
    from tokenizers import trainers

    blank = CLIPTokenizer()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=["!"], end_of_word_suffix="</w>", show_progress=False,
        initial_alphabet=sorted(set("".join(blank.backend_tokenizer.pre_tokenizer.pre_tokenize_str(chr(c))[0][0] for c in range(33, 127)))))
    blank.backend_tokenizer.train_from_iterator(TEXTS * 3, trainer)
    state = json.loads(blank.backend_tokenizer.to_str())["model"]
    vocabulary = dict(state["vocab"])
    for token in ("<|startoftext|>", "<|endoftext|>"):
        if token not in vocabulary:
            vocabulary[token] = len(vocabulary)
    made = CLIPTokenizer(vocab=vocabulary, merges=[tuple(m) for m in state["merges"]], pad_token=pad, model_max_length=length)
    made.save_pretrained(folder)
    return made


def randomise(model: torch.nn.Module, seed: int, spread: float = 0.15) -> torch.nn.Module:
    torch.manual_seed(seed)
    for name, parameter in model.named_parameters():
        if parameter.ndim > 1:
            torch.nn.init.normal_(parameter, 0.0, spread)
        elif name.endswith("bias"):
            torch.nn.init.normal_(parameter, 0.0, 0.05)
    return model.eval()


class Wrapped(torch.nn.Module):
    """A function of a model as a module, so that it can be exported."""

    def __init__(self, model, function):
        super().__init__()
        self.model, self.function = model, function

    def forward(self, *inputs):
        return self.function(self.model, *inputs)


def export(model, function, inputs: dict, outputs: list[str], axes: dict, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    model.config._attn_implementation = "eager"
    model.set_attn_implementation("eager")
    torch.onnx.export(
        Wrapped(model, function), tuple(inputs.values()), str(path), input_names=list(inputs), output_names=outputs,
        dynamic_axes=axes, opset_version=17, dynamo=False)


def preprocessor(processor, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    settings = {k: v for k, v in processor.to_dict().items() if v is not None}
    (folder / "preprocessor_config.json").write_text(json.dumps(settings, indent=2) + "\n")
