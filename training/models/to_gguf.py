"""Makes the files that llama.cpp reads of a transformers folder, by llama.cpp's own converter.

    python -m models.to_gguf .cache/vlm-hf --llamacpp LLAMA.CPP --out .cache/vlm-gguf

The converter is run as it is, from llama.cpp's sources, and told two things that it cannot find out:

- the class of the text model. It reads it in the text part of config.json, where published models have it and ours not.
- the pre-tokenizer. It knows one by a digest of the tokens of a sample text, so by the vocabulary; ours is in no list.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

TEXT_CLASS = "LlamaForCausalLM"
FILES = {"model.gguf": [], "mmproj.gguf": ["--mmproj"]}

# What llama.cpp calls "smollm": each digit by itself, then GPT-2's pattern over bytes.
PRE_TOKENIZER = "smollm"
DIGITS_THEN_BYTES = {
    "type": "Sequence",
    "pretokenizers": [
        {"type": "Digits", "individual_digits": True},
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
    ],
}


def pre_tokenizer(folder: Path) -> str:
    """llama.cpp's name for how a folder's tokenizer splits a text before it looks for tokens."""
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    if tokenizer["pre_tokenizer"] != DIGITS_THEN_BYTES or tokenizer["normalizer"] is not None:
        raise SystemExit(f"{folder}/tokenizer.json does not split a text as {PRE_TOKENIZER} does, the only way that is known here")
    return PRE_TOKENIZER


def with_text_class(settings: dict) -> dict:
    """config.json with the class of the text model where the converter reads it."""
    text = settings["text_config"]
    if text.get("architectures"):
        return settings
    if text["model_type"] != "llama":
        raise SystemExit(f"the text model is of the kind {text['model_type']!r}, and only llama is known here")
    return settings | {"text_config": text | {"architectures": [TEXT_CLASS]}}


def convert(folder: Path, llamacpp: Path, out: Path) -> None:
    sys.path.insert(0, str(llamacpp))
    import convert_hf_to_gguf as converter
    from conversion import TextModel

    name = pre_tokenizer(folder)
    read = converter.ModelBase.load_hparams
    converter.ModelBase.load_hparams = staticmethod(lambda *arguments, **named: with_text_class(read(*arguments, **named)))
    TextModel.get_vocab_base_pre = lambda model, tokenizer: name
    out.mkdir(parents=True, exist_ok=True)
    for file, options in FILES.items():
        sys.argv = ["convert_hf_to_gguf.py", str(folder), "--outtype", "f32", "--outfile", str(out / file), *options]
        converter.main()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--llamacpp", type=Path, required=True, help="the folder of llama.cpp's sources")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    convert(arguments.folder, arguments.llamacpp, arguments.out)
    print(arguments.out)


if __name__ == "__main__":
    main()
