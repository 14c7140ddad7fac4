"""What llama.cpp's converter is told is true of the bundled model, and is not said of others."""

import json
from pathlib import Path

import pytest

from models import to_gguf

BUNDLED = Path(__file__).resolve().parents[3] / "clue-models/src/main/resources/dev/clue/models/pictogram/vlm"


def tokenizer(folder: Path, **changes) -> Path:
    settings = json.loads((BUNDLED / "tokenizer.json").read_text(encoding="utf-8")) | changes
    (folder / "tokenizer.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def test_the_bundled_model_splits_texts_as_smollm_does():
    assert to_gguf.pre_tokenizer(BUNDLED) == "smollm"


@pytest.mark.parametrize("changes", [
    {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}},
    {"pre_tokenizer": None},
    {"normalizer": {"type": "Lowercase"}},
])
def test_another_way_to_split_is_refused(tmp_path, changes):
    with pytest.raises(SystemExit, match="smollm"):
        to_gguf.pre_tokenizer(tokenizer(tmp_path, **changes))


@pytest.mark.parametrize("missing", [{}, {"architectures": None}])
def test_a_llama_without_a_class_gets_one(missing):
    told = to_gguf.with_text_class({"architectures": ["Idefics3"], "text_config": {"model_type": "llama", "head_dim": 32} | missing})
    assert told == {"architectures": ["Idefics3"], "text_config": {"model_type": "llama", "head_dim": 32, "architectures": ["LlamaForCausalLM"]}}


def test_a_class_that_is_there_is_kept():
    settings = {"text_config": {"model_type": "llama", "architectures": ["VLlama3ForCausalLM"]}}
    assert to_gguf.with_text_class(settings) == settings


def test_a_text_model_of_another_kind_is_refused():
    with pytest.raises(SystemExit, match="'mamba'"):
        to_gguf.with_text_class({"text_config": {"model_type": "mamba"}})
